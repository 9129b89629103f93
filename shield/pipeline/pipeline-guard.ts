import type { RequestHead } from '@dejfa/seclang';
import { observationOfRefusal } from '../detect/refusal.ts';
import { referenceOf } from '../model/index.ts';
import type { GuardedRequest, Refusal, RequestGuard } from '../ports/index.ts';
import { type Guarding, PipelineRequest } from './guarded-request.ts';
import type { ServicePolicy } from './service-policy.ts';

/** A guard over several services. */
export interface GuardOptions extends Guarding {
  /** By the name of the service. */
  readonly policies: ReadonlyMap<string, ServicePolicy>;
}

/** What the gateway asks, answered by the pipeline. Throws for a service that has no policy: a fault of the caller. */
export function createPipelineGuard(options: GuardOptions): RequestGuard {
  return {
    begin(service: string, head: RequestHead): GuardedRequest {
      const policy = options.policies.get(service);
      if (policy === undefined) throw new Error(`no policy for the service "${service}"`);
      return new PipelineRequest(options, policy, head);
    },
    refused(refusal: Refusal): string {
      const id = options.ids.next();
      const { ids, simulated } = options;
      options.observe(observationOfRefusal(refusal, { id, ids, simulated }));
      return referenceOf(id);
    },
  };
}
