import type { Candidate, EvidenceItem, Hypothesis } from '../../model/index.ts';
import { logOdds, logRatio, probabilityOf } from '../assess/ranking.ts';
import { actorCandidate, type CaseFile } from './case-file.ts';
import { likelihoodWords } from './likelihood-words.ts';
import { statePiece } from './piece-statement.ts';

/** A hypothesis with what every piece does to it: odds with the piece against odds without it. */
export function weighHypothesis(file: CaseFile, candidate: Candidate): Hypothesis {
  const probability = probabilityOf(file.belief, candidate);
  return {
    candidate,
    probability,
    // Of an event only: that there is not enough to say is none.
    ...(candidate.kind === 'insufficient' ? {} : { likelihood: likelihoodWords(probability) }),
    evidence: candidate.kind === 'insufficient' ? [amountOf(file)] : weighPieces(file, candidate),
  };
}

function weighPieces(file: CaseFile, candidate: Candidate): readonly EvidenceItem[] {
  const rival = rivalOf(file, candidate);
  return file.pieces
    .map((piece): EvidenceItem => {
      const without = file.without.get(piece.id) ?? file.belief;
      const change = (measure: (belief: typeof without) => number) =>
        rounded(measure(file.belief) - measure(without));
      return {
        ...statePiece(file.assessor, piece, candidate),
        weight: change((belief) => logOdds(probabilityOf(belief, candidate))),
        piece: piece.id,
        kind: piece.finding.kind,
        ...(rival === null
          ? {}
          : {
              againstRival: change((belief) =>
                logRatio(probabilityOf(belief, candidate), probabilityOf(belief, rival)),
              ),
            }),
        againstUnknown: change((belief) => logRatio(probabilityOf(belief, candidate), belief.unknown)),
      };
    })
    .sort((a, b) => b.weight - a.weight);
}

/** Of the first actor the second, of everybody else the first. */
function rivalOf({ ranked, assessor }: CaseFile, candidate: Candidate): Candidate | null {
  const [first, second] = ranked;
  const rival = candidate.kind === 'actor' && candidate.id === first?.id ? second : first;
  return rival === undefined ? null : actorCandidate(assessor, rival.id);
}

function amountOf({ pieces }: CaseFile): EvidenceItem {
  const count = (kind: string) => pieces.filter(({ finding }) => finding.kind === kind).length;
  return {
    statement: `${count('technique')} techniques and ${count('tool')} tools that any actor is reported to use were seen`,
    weight: 0,
    source: 'this evidence',
  };
}

/** Six decimals: what is below is noise of floating point, which differs between machines. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 || 0;
}
