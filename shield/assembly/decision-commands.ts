import type { ApiCommands, DecisionInput } from '../adapters/api/index.ts';
import type { Decision } from '../model/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Clock, IdSource, StateStore } from '../ports/index.ts';

/** What a person's decision goes through. */
export interface DecisionDeps {
  readonly state: StateStore;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly simulated: boolean;
}

/** What a person decides: made durable first, then enforced, recorded and told. */
export function decisionCommands({ state, pipeline, clock, ids, simulated }: DecisionDeps): ApiCommands {
  return {
    addDecision(input: DecisionInput, account: string): Decision {
      const nowMs = clock.nowMs();
      const decision: Decision = {
        ...input,
        id: ids.next(),
        owner: account,
        createdMs: nowMs,
        revokedMs: null,
        simulated,
      };
      state.saveDecision(decision);
      pipeline.decide(decision);
      return decision;
    },
    revokeDecision(id: string): Decision | null {
      const decision = state.revokeDecision(id, clock.nowMs());
      if (decision !== null) pipeline.decide(decision);
      return decision;
    },
  };
}
