import type { AdmiraltyGrade, EvidencePiece } from '../../model/index.ts';

/**
 * How far a source of each letter, and a statement of each number, is believed. 1 is the quality of a published report,
 * which the model was fitted on and which is B2 at best: better grades than that do not count for more.
 */
const RELIABILITY = { A: 1, B: 1, C: 0.7, D: 0.4, E: 0.2, F: 0.5 } as const satisfies Record<
  AdmiraltyGrade['reliability'],
  number
>;
const CREDIBILITY = { 1: 1, 2: 1, 3: 0.7, 4: 0.4, 5: 0.2, 6: 0.5 } as const satisfies Record<
  AdmiraltyGrade['credibility'],
  number
>;

/** Chance that what one source says holds, 0 to 1: C3 is 0.49, E5 is 0.04. */
export function trustOf({ reliability, credibility }: AdmiraltyGrade): number {
  return RELIABILITY[reliability] * CREDIBILITY[credibility];
}

/** Chance that the piece holds: that not all who report it are wrong, the same source counted once. */
export function trustInPiece({ sources }: EvidencePiece): number {
  const best = new Map<string, number>();
  for (const { name, grade } of sources) best.set(name, Math.max(best.get(name) ?? 0, trustOf(grade)));
  return 1 - [...best.values()].reduce((doubt, trust) => doubt * (1 - trust), 1);
}

/** `B2`. */
export function formatGrade({ reliability, credibility }: AdmiraltyGrade): string {
  return `${reliability}${credibility}`;
}
