import type { Pipeline } from '../pipeline.ts';
import type { Clock, StateStore } from '../ports/index.ts';

/**
 * Brings the pipeline in line with the state store, where another process (`dejfa decisions add`) has written. Only
 * what that process took back is taken back: a decision that expired, or that could not be saved, is left alone.
 */
export function followDecisions(
  pipeline: Pick<Pipeline, 'activeDecisions' | 'decide'>,
  state: Pick<StateStore, 'activeDecisions' | 'decision'>,
  clock: Clock,
): void {
  const active = new Map(state.activeDecisions(clock.nowMs()).map((decision) => [decision.id, decision]));
  for (const held of pipeline.activeDecisions()) {
    if (active.delete(held.id)) continue;
    const stored = state.decision(held.id);
    if (stored !== null && stored.revokedMs !== null) pipeline.decide(stored);
  }
  for (const decision of active.values()) pipeline.decide(decision);
}
