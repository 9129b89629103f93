import type { AchMatrix, Candidate, Consistency } from '../../model/index.ts';
import { logRatio, probabilityOf } from '../assess/ranking.ts';
import type { CaseFile } from './case-file.ts';
import { findingText } from './piece-statement.ts';

/** From a factor of 3 on a piece is very consistent or inconsistent, from 1.25 on it is so at all. */
const STRONG = Math.log(3);
const SLIGHT = Math.log(1.25);

/**
 * Analysis of competing hypotheses: what each piece does to each hypothesis, against the mean of the hypotheses that
 * are compared (of logarithms, so that what moves all of them alike speaks neither for nor against one).
 */
export function competeHypotheses(file: CaseFile, candidates: readonly Candidate[]): AchMatrix {
  const rows = file.pieces.map((piece) => {
    const without = file.without.get(piece.id) ?? file.belief;
    const changes = candidates.map((candidate) =>
      logRatio(probabilityOf(file.belief, candidate), probabilityOf(without, candidate)),
    );
    const mean = changes.reduce((sum, change) => sum + change, 0) / Math.max(1, changes.length);
    const cells = changes.map((change) => {
      const weight = Math.round((change - mean) * 1e6) / 1e6 || 0;
      return { weight, consistency: consistencyOf(weight) };
    });
    return { piece: piece.id, statement: findingText(piece), cells };
  });
  const inconsistency = candidates.map(
    (_, column) =>
      Math.round(rows.reduce((sum, { cells }) => sum + againstIt(cells[column]?.weight ?? 0), 0) * 1e6) / 1e6,
  );
  return { candidates, rows, inconsistency };
}

/** What a weight is called. */
export function consistencyOf(weight: number): Consistency {
  if (Math.abs(weight) < SLIGHT) return 'N';
  const strong = Math.abs(weight) >= STRONG;
  if (weight > 0) return strong ? 'CC' : 'C';
  return strong ? 'II' : 'I';
}

function againstIt(weight: number): number {
  return weight <= -SLIGHT ? -weight : 0;
}
