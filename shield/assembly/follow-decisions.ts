import type { Pipeline } from '../pipeline.ts';
import type { Clock, StateStore } from '../ports/index.ts';

/** Brings the pipeline in line with the state store, where another process (`dejfa decisions add`) has written. */
export function followDecisions(pipeline: Pipeline, state: StateStore, clock: Clock): void {
  const nowMs = clock.nowMs();
  const active = new Map(state.activeDecisions(nowMs).map((decision) => [decision.id, decision]));
  for (const held of pipeline.activeDecisions()) {
    if (!active.delete(held.id)) pipeline.decide({ ...held, revokedMs: nowMs });
  }
  for (const decision of active.values()) pipeline.decide(decision);
}
