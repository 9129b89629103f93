import type { Confidence, Stakes } from '../../model/index.ts';
import { isScored } from '../assess/assessor.ts';
import { trustInPiece } from '../assess/trust.ts';
import type { CaseFile } from './case-file.ts';

const MANY_PIECES = 8;
const FEW_PIECES = 4;
const GOOD_TRUST = 0.9;
const POOR_TRUST = 0.6;

/** One thing that confidence rests on: what it allows at most, and why. */
interface Pillar {
  readonly allows: Confidence['level'];
  readonly reason: string;
}

const ORDER = ['low', 'moderate', 'high'] as const;

/**
 * Confidence, apart from likelihood (ICD 203): no better than the worst of how much was seen, who saw it, how reliable
 * they are, and whether the answer outlives the loss of a piece. The likelihood itself does not enter.
 */
export function judgeConfidence(file: CaseFile, stakes: Stakes): Confidence {
  const pillars = [amount(file), independence(file), reliability(file), stability(file, stakes)];
  const level = ORDER.find((one) => pillars.some(({ allows }) => allows === one)) ?? 'low';
  return { level, reasons: pillars.map(({ reason }) => reason) };
}

function amount({ pieces }: CaseFile): Pillar {
  const count = pieces.filter(isScored).length;
  const reason = `${count} techniques and tools were seen that tell actors apart; fewer than ${FEW_PIECES} allow low confidence, fewer than ${MANY_PIECES} moderate`;
  return { allows: count < FEW_PIECES ? 'low' : count < MANY_PIECES ? 'moderate' : 'high', reason };
}

function independence({ pieces }: CaseFile): Pillar {
  const sources = new Set(pieces.flatMap((piece) => piece.sources.map(({ name }) => name)));
  const count = sources.size;
  return count < 2
    ? { allows: 'moderate', reason: 'one source alone reports all of it' }
    : {
        allows: count < 3 ? 'moderate' : 'high',
        reason: `${count} sources report it, each counted as independent`,
      };
}

function reliability({ pieces }: CaseFile): Pillar {
  const trust = pieces.reduce((sum, piece) => sum + trustInPiece(piece), 0) / Math.max(1, pieces.length);
  const reason = `by their grades the pieces hold to ${Math.round(trust * 100)} % on average`;
  return { allows: trust < POOR_TRUST ? 'low' : trust < GOOD_TRUST ? 'moderate' : 'high', reason };
}

function stability({ pieces }: CaseFile, { worstPiece, planted }: Stakes): Pillar {
  if (pieces.length === 0 || worstPiece === null)
    return { allows: 'low', reason: 'there is nothing that could be left out' };
  if (!worstPiece.staysFirst)
    return { allows: 'low', reason: 'the leading name changes when one piece is left out' };
  if (planted !== null && !planted.staysFirst)
    return {
      allows: 'moderate',
      reason: 'the leading name changes when the two strongest tools are left out',
    };
  return {
    allows: 'high',
    reason: 'the same name leads without any one piece, and without the two strongest tools',
  };
}
