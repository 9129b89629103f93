import type { Stakes, Verdict } from '../../model/index.ts';
import { familyStands, isSeparated, type WeighedFamily } from '../families/families-of-leader.ts';
import { actorCandidate, type CaseFile } from './case-file.ts';

/** From this share on "not enough to say" is the answer. */
const MOSTLY_INSUFFICIENT = 0.5;

/**
 * What may be said. A name needs its threshold with all the evidence, and without any one exclusive tool; within a
 * family also without what the family shares. Failing that, a family; failing that, nothing.
 */
export function reachVerdict(file: CaseFile, stakes: Stakes, families: readonly WeighedFamily[]): Verdict {
  const { belief, ranked } = file;
  const { thresholds } = file.assessor.knowledge.fitted;
  const [leader] = ranked;
  if (file.pieces.length === 0 || leader === undefined) return abstain('nothing-usable');
  if (belief.insufficient >= MOSTLY_INSUFFICIENT) return abstain('not-enough');
  if (belief.unknown >= thresholds.name) return { kind: 'unknown-actor', probability: belief.unknown };
  const reason = whyNoName(file, stakes, families);
  if (reason === null)
    return { ...actorCandidate(file.assessor, leader.id), probability: leader.probability };
  const family = families.find((one) => familyStands(file, one.family));
  return family === undefined ? abstain(reason) : { kind: 'family', ...family };
}

function abstain(reason: Extract<Verdict, { kind: 'abstained' }>['reason']): Verdict {
  return { kind: 'abstained', reason };
}

function whyNoName(
  file: CaseFile,
  stakes: Stakes,
  families: readonly WeighedFamily[],
): Extract<Verdict, { kind: 'abstained' }>['reason'] | null {
  const { thresholds } = file.assessor.knowledge.fitted;
  if ((file.ranked[0]?.probability ?? 0) < thresholds.name) return 'below-threshold';
  if (stakes.exclusiveTools.some(({ staysAsserted }) => !staysAsserted)) return 'one-exclusive-tool-decides';
  if (stakes.worstPiece?.staysFirst === false) return 'one-piece-decides';
  if (thresholds.withoutTwoTools !== null && stakes.planted?.staysAsserted === false)
    return 'two-tools-decide';
  if (families.some(({ family }) => !isSeparated(file, family))) return 'not-separated';
  return null;
}
