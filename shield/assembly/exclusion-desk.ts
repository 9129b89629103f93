import type { LoadedRules } from '@dejfa/seclang';
import { type InspectorPair, pathOf } from '@dejfa/seclang/exclusion';
import type { ExclusionFile } from '../adapters/exclusions/index.ts';
import type { Config } from '../config/index.ts';
import { explainEvent, requestOfEvent } from '../detect/explain-event.ts';
import { type NumberedProposal, proposeExclusion } from '../detect/propose-exclusion.ts';
import { referenceOf } from '../model/index.ts';
import {
  type Clock,
  type EventDetail,
  type ExclusionChoice,
  type ExclusionDesk,
  ExclusionError,
  type StoredExclusion,
} from '../ports/index.ts';
import type { LoadedContent } from './load-content.ts';
import { type InspectedService, serviceInspector } from './service-policies.ts';

/** The rules as they are in force. */
export interface DeskRules {
  readonly services: Config['services'];
  readonly content: Pick<LoadedContent, 'seclang' | 'variables' | 'loadWith'>;
}

/** What the desk works with. */
export interface DeskParts {
  readonly rules: () => DeskRules;
  readonly file: ExclusionFile;
  readonly clock: Clock;
  /** Puts what the file says in force. */
  readonly reload: () => Promise<void>;
}

/** Requests to a service that the configuration does not name any more are inspected with its defaults. */
const UNNAMED: Omit<InspectedService, 'name'> = {
  paranoia: 1,
  thresholds: { inbound: 5, outbound: 4 },
  bodyInspectionLimitBytes: 131_072,
  responseInspectionLimitBytes: 131_072,
};

/** Explains blocks, proposes exclusions, and keeps them in the file. */
export function createExclusionDesk({ rules, file, clock, reload }: DeskParts): ExclusionDesk {
  const propose = (detail: EventDetail, choice: ExclusionChoice): NumberedProposal => {
    const { services, content } = rules();
    const service = serviceOf(services, detail);
    const isOut = isExcluded(file, detail);
    if (choice.ruleIds.every((id) => isOut(id, choice.variable))) {
      throw new ExclusionError('not-a-candidate', 'This is excluded already.');
    }
    return proposeExclusion(detail, choice, {
      loaded: content.seclang,
      loadWith: content.loadWith,
      inspectorsOf: (loaded) => inspectorsOf(service, loaded, content.variables),
      service: services.length > 1 ? service.name : null,
      // Also those that were added a moment ago, and are not loaded yet.
      takenIds: [...content.seclang.program.ruleIds, ...file.list().map(({ id }) => id)],
    });
  };
  return {
    explain(detail) {
      const { services, content } = rules();
      const service = serviceOf(services, detail);
      const inspectors = inspectorsOf(service, content.seclang, content.variables);
      const { paranoia, thresholds } = service;
      const explanation = explainEvent(detail, { inspectors, threshold: thresholds.inbound, paranoia });
      const isOut = isExcluded(file, detail);
      const candidates = explanation.candidates.map((candidate) => ({
        ...candidate,
        ruleIds: candidate.ruleIds.filter((id) => !isOut(id, candidate.variable)),
      }));
      return { ...explanation, candidates: candidates.filter(({ ruleIds }) => ruleIds.length > 0) };
    },
    propose,
    async add(detail, choice, { owner, reason }) {
      const { id, ruleIds, variable, path, service, text } = propose(detail, choice);
      const reference = detail.receipts[0]?.reference ?? referenceOf(detail.event.id);
      const createdMs = clock.nowMs();
      const stored: StoredExclusion = {
        ...{ id, ruleIds, variable, path, service, text },
        ...{ owner, reason, createdMs, reference },
      };
      file.add(stored);
      await reload().catch((error: unknown) => {
        file.remove(id);
        throw error;
      });
      return stored;
    },
    list: () => file.list(),
    async remove(id) {
      const removed = file.remove(id);
      if (removed !== null) await reload();
      return removed;
    },
  };
}

/** Tells whether a rule is excluded already for a variable of the event's path and service. */
function isExcluded(
  file: ExclusionFile,
  detail: EventDetail,
): (ruleId: number, variable: string | null) => boolean {
  const path = pathOf(requestOfEvent(detail).head);
  const here = file.list().filter((exclusion) => {
    return exclusion.path === path && (exclusion.service ?? detail.event.service) === detail.event.service;
  });
  return (ruleId, variable) =>
    here.some((one) => one.ruleIds.includes(ruleId) && (one.variable ?? variable) === variable);
}

function inspectorsOf(
  service: InspectedService,
  rules: LoadedRules,
  variables: Readonly<Record<string, string>>,
): InspectorPair {
  return {
    blocking: serviceInspector(service, { rules, variables, mode: 'block' }),
    watching: serviceInspector(service, { rules, variables, mode: 'detect' }),
  };
}

function serviceOf(services: Config['services'], { event }: EventDetail): InspectedService {
  const name = event.service ?? 'unknown';
  return services.find((service) => service.name === name) ?? { name, ...UNNAMED };
}
