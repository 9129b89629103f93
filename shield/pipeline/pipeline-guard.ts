import type { RequestHead } from '@dejfa/seclang';
import type { DecisionTable } from '../defuse/decision-table.ts';
import { observationOfRefusal } from '../detect/refusal.ts';
import { type Observation, referenceOf } from '../model/index.ts';
import type { Clock, GuardedRequest, IdSource, Refusal, RequestGuard } from '../ports/index.ts';
import { PipelineRequest } from './guarded-request.ts';
import type { ServicePolicy } from './service-policy.ts';

export interface GuardOptions {
  readonly policies: ReadonlyMap<string, ServicePolicy>;
  readonly decisions: DecisionTable;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly redactHeaders: ReadonlySet<string>;
  readonly simulated: boolean;
  observe(observation: Observation): void;
}

/** What the gateway asks, answered by the pipeline. Throws for a service that has no policy: a fault of the caller. */
export function createPipelineGuard(options: GuardOptions): RequestGuard {
  const { policies, ...shared } = options;
  return {
    begin(service: string, head: RequestHead): GuardedRequest {
      const policy = policies.get(service);
      if (policy === undefined) throw new Error(`no policy for the service "${service}"`);
      return new PipelineRequest({ ...shared, policy, head });
    },
    refused(refusal: Refusal): string {
      const id = options.ids.next();
      const { ids, simulated } = options;
      options.observe(observationOfRefusal(refusal, { id, ids, simulated }));
      return referenceOf(id);
    },
  };
}
