import type { Hypothesis } from '../../../../shield/model/index.ts';

const ALWAYS_SHOWN_ACTORS = 2;
const LITTLE = 0.02;

export interface FoldedHypotheses {
  readonly shown: readonly Hypothesis[];
  /** Actors of little probability, which are shown on demand. */
  readonly folded: readonly Hypothesis[];
  /** What the answer leaves to actors that it does not list, 0 to 1. */
  readonly unlisted: number;
}

/**
 * Keeps "unknown", "not enough evidence" and the two likeliest actors in sight, and every other actor of 2 % or more.
 * Hypotheses come likeliest first and stay in that order.
 */
export function foldHypotheses(hypotheses: readonly Hypothesis[]): FoldedHypotheses {
  const first = hypotheses
    .filter(({ candidate }) => candidate.kind === 'actor')
    .slice(0, ALWAYS_SHOWN_ACTORS);
  const isShown = (hypothesis: Hypothesis) =>
    hypothesis.candidate.kind !== 'actor' || hypothesis.probability >= LITTLE || first.includes(hypothesis);
  const listed = hypotheses.reduce((sum, { probability }) => sum + probability, 0);
  return {
    shown: hypotheses.filter(isShown),
    folded: hypotheses.filter((hypothesis) => !isShown(hypothesis)),
    unlisted: Math.max(0, 1 - listed),
  };
}
