import type { Candidate } from '../../model/index.ts';
import type { Belief } from './assessor.ts';

/** An actor with its probability. */
export interface RankedActor {
  readonly id: string;
  readonly probability: number;
}

/** Actors, likeliest first; of equally likely ones the smaller identifier first. */
export function rankActors({ actors }: Belief): readonly RankedActor[] {
  return [...actors]
    .map(([id, probability]) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1));
}

/** What is believed of one candidate. */
export function probabilityOf(belief: Belief, candidate: Candidate): number {
  switch (candidate.kind) {
    case 'actor':
      return belief.actors.get(candidate.id) ?? 0;
    case 'unknown-actor':
      return belief.unknown;
    case 'insufficient':
      return belief.insufficient;
  }
}

/** Below this a probability is taken for this, so that logarithms stay finite. */
const LEAST = 1e-6;

/** Natural logarithm of the odds of a probability. */
export function logOdds(probability: number): number {
  const kept = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(kept / (1 - kept));
}

/** Natural logarithm of the ratio of two probabilities. */
export function logRatio(one: number, other: number): number {
  return Math.log(Math.max(LEAST, one) / Math.max(LEAST, other));
}
