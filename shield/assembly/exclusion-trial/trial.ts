import type { LoadedRules, RuleSource } from '@dejfa/seclang';
import { type NumberedProposal, proposeExclusion } from '../../detect/propose-exclusion.ts';
import type { EventDetail, ExclusionChoice } from '../../ports/index.ts';
import { type InspectedService, inspectorPair } from '../service-policies.ts';

/** An exclusion that is to be tried out, as plain data. */
export interface TrialRequest {
  readonly detail: EventDetail;
  readonly choice: ExclusionChoice;
  /** How requests to the service of the event are inspected. */
  readonly inspected: Omit<InspectedService, 'collections'>;
  /** Name of the service, where the rules guard several; null: the exclusion holds for all. */
  readonly service: string | null;
  /** Identifiers that no exclusion may have. */
  readonly takenIds: readonly number[];
}

/** The rules that it is tried out in. */
export interface TrialRules {
  readonly loaded: LoadedRules;
  /** The same rules with one more source before them. */
  readonly loadWith: (source: RuleSource) => LoadedRules;
  /** `tx.` variables that the packs ask for. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Loads the rules with the exclusion and inspects with both. Throws `ExclusionError`. Takes a good part of a second. */
export function runTrial(rules: TrialRules, request: TrialRequest): NumberedProposal {
  const { detail, choice, inspected, service, takenIds } = request;
  return proposeExclusion(detail, choice, {
    loaded: rules.loaded,
    loadWith: rules.loadWith,
    inspectorsOf: (loaded) => inspectorPair(inspected, loaded, rules.variables),
    service,
    takenIds,
  });
}
