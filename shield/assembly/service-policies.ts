import { createAddressTable } from '@dejfa/match';
import { createInspector } from '@dejfa/seclang';
import type { Config } from '../config/index.ts';
import type { ServicePolicy } from '../pipeline/service-policy.ts';
import type { LoadedContent } from './load-content.ts';

type ServiceConfig = Config['services'][number];

/** One policy a service: its own inspector (same compiled rules, own level, thresholds and limits) and allow list. */
export function servicePolicies(
  services: readonly ServiceConfig[],
  content: LoadedContent,
): ReadonlyMap<string, ServicePolicy> {
  return new Map(services.map((service) => [service.name, policyOf(service, content)]));
}

function policyOf(service: ServiceConfig, content: LoadedContent): ServicePolicy {
  const allow = createAddressTable(service.allow.map((range) => ({ range, value: true })));
  const inspector = createInspector(content.seclang.program, {
    variables: { ...content.variables, ...variablesOf(service) },
    requestBodyLimitBytes: service.bodyInspectionLimitBytes,
    responseBodyLimitBytes: service.responseInspectionLimitBytes,
    mode: 'block',
  });
  return {
    name: service.name,
    mode: service.mode,
    onInspectionError: service.onInspectionError,
    inspector,
    inspectsResponses: service.inspectResponses,
    allows: (address) => allow.lookup(address) === true,
  };
}

/** What crs-setup would set; both spellings of the paranoia level, those of CRS 3 and of CRS 4. */
function variablesOf({ paranoia, thresholds }: ServiceConfig): Readonly<Record<string, string>> {
  const level = String(paranoia);
  return {
    paranoia_level: level,
    executing_paranoia_level: level,
    blocking_paranoia_level: level,
    detection_paranoia_level: level,
    inbound_anomaly_score_threshold: String(thresholds.inbound),
    outbound_anomaly_score_threshold: String(thresholds.outbound),
  };
}
