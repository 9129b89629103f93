import { createAddressTable } from '@dejfa/match';
import { type CollectionStore, createInspector, type Inspector, type LoadedRules } from '@dejfa/seclang';
import type { InspectorPair } from '@dejfa/seclang/exclusion';
import type { Config } from '../config/index.ts';
import type { ServicePolicy } from '../pipeline/service-policy.ts';
import { type Auditing, auditingOf, NO_AUDIT } from './audit-log.ts';
import type { LoadedContent } from './load-content.ts';
import type { ServiceCollections } from './service-collections.ts';

type ServiceConfig = Config['services'][number];

/** One policy a service: its own inspector (same compiled rules, own level, thresholds and limits) and allow list. */
export function servicePolicies(
  config: Config,
  { seclang, variables }: LoadedContent,
  collections: ServiceCollections,
): ReadonlyMap<string, ServicePolicy> {
  const auditing = auditingOf(config, seclang.audit);
  const rules = { rules: seclang, variables, mode: 'block', auditing } as const;
  return new Map(
    config.services.map((service) => [
      service.name,
      policyOf({ ...service, collections: collections.of(service.name) }, rules),
    ]),
  );
}

function policyOf(
  service: ServiceConfig & { readonly collections: CollectionStore },
  rules: InspectionRules,
): ServicePolicy {
  const allow = createAddressTable(service.allow.map((range) => ({ range, value: true })));
  const inspector = serviceInspector(service, rules);
  return {
    name: service.name,
    mode: service.mode,
    onInspectionError: service.onInspectionError,
    inspector,
    inspectsResponses: service.inspectResponses,
    allows: (address) => allow.lookup(address) === true,
  };
}

/** What an inspector needs to know of a service. */
export type InspectedService = Pick<
  ServiceConfig,
  'name' | 'paranoia' | 'thresholds' | 'bodyInspectionLimitBytes' | 'responseInspectionLimitBytes'
> & {
  /** What its rules count over requests; absent: a store of the inspector alone, as when something is tried out. */
  readonly collections?: CollectionStore;
};

/** Rules that services share, and whether they block. */
export interface InspectionRules {
  readonly rules: LoadedRules;
  /** `tx.` variables that the packs ask for. */
  readonly variables: Readonly<Record<string, string>>;
  readonly mode: 'block' | 'detect';
  /** Absent: no audit records are made. */
  readonly auditing?: Auditing;
}

/** The inspector of a service: rules that all share, with its own level, thresholds and limits. */
export function serviceInspector(
  service: InspectedService,
  { rules, variables, mode, auditing = NO_AUDIT }: InspectionRules,
): Inspector {
  return createInspector(rules.program, {
    variables: { ...variables, ...variablesOf(service) },
    requestBodyLimitBytes: service.bodyInspectionLimitBytes,
    responseBodyLimitBytes: service.responseInspectionLimitBytes,
    mode,
    ...auditing,
    ...(service.collections === undefined ? {} : { collections: service.collections }),
  });
}

/** The inspector of a service as it blocks, and as it only watches; for what is tried out. */
export function inspectorPair(
  service: InspectedService,
  rules: LoadedRules,
  variables: Readonly<Record<string, string>>,
): InspectorPair {
  return {
    blocking: serviceInspector(service, { rules, variables, mode: 'block' }),
    watching: serviceInspector(service, { rules, variables, mode: 'detect' }),
  };
}

/**
 * What crs-setup would set; both spellings of the paranoia level, those of CRS 3 and of CRS 4. The name is for
 * exclusions that hold for one service.
 */
function variablesOf({ name, paranoia, thresholds }: InspectedService): Readonly<Record<string, string>> {
  const level = String(paranoia);
  return {
    dejfa_service: name,
    paranoia_level: level,
    executing_paranoia_level: level,
    blocking_paranoia_level: level,
    detection_paranoia_level: level,
    inbound_anomaly_score_threshold: String(thresholds.inbound),
    outbound_anomaly_score_threshold: String(thresholds.outbound),
  };
}
