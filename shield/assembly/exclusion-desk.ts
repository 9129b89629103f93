import { pathOf } from '@dejfa/seclang/exclusion';
import type { ExclusionFile } from '../adapters/exclusions/index.ts';
import type { Config } from '../config/index.ts';
import { explainEvent, requestOfEvent } from '../detect/explain-event.ts';
import type { NumberedProposal } from '../detect/propose-exclusion.ts';
import { referenceOf } from '../model/index.ts';
import {
  type Clock,
  type EventDetail,
  type ExclusionChoice,
  type ExclusionDesk,
  ExclusionError,
  type StoredExclusion,
} from '../ports/index.ts';
import type { TrialRequest } from './exclusion-trial/trial.ts';
import type { LoadedContent } from './load-content.ts';
import { type InspectedService, inspectorPair } from './service-policies.ts';

/** The rules as they are in force. */
export interface DeskRules<Content extends DeskContent> {
  readonly services: Config['services'];
  readonly content: Content;
}

/** What the desk itself needs of the rules. */
export type DeskContent = Pick<LoadedContent, 'seclang' | 'variables'>;

/** What the desk works with. */
export interface DeskParts<Content extends DeskContent> {
  readonly rules: () => DeskRules<Content>;
  /** Tries an exclusion out in those rules. Throws, or rejects with, `ExclusionError`. */
  readonly tryOut: (content: Content, request: TrialRequest) => NumberedProposal | Promise<NumberedProposal>;
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
export function createExclusionDesk<Content extends DeskContent>(parts: DeskParts<Content>): ExclusionDesk {
  const { rules, tryOut, file, clock, reload } = parts;
  /** Exclusions are added one after the other: each must find those before it, and their identifiers taken. */
  let adding: Promise<unknown> = Promise.resolve();
  const propose = async (detail: EventDetail, choice: ExclusionChoice): Promise<NumberedProposal> => {
    const { services, content } = rules();
    const inspected = serviceOf(services, detail);
    const isOut = isExcluded(file, detail);
    if (choice.ruleIds.every((id) => isOut(id, choice.variable))) {
      throw new ExclusionError('not-a-candidate', 'This is excluded already.');
    }
    return tryOut(content, {
      detail,
      choice,
      inspected,
      service: services.length > 1 ? inspected.name : null,
      // Also those that were added a moment ago, and are not loaded yet.
      takenIds: [...content.seclang.program.ruleIds, ...file.list().map(({ id }) => id)],
    });
  };
  const add: ExclusionDesk['add'] = async (detail, choice, { owner, reason }) => {
    const { id, ruleIds, variable, path, service, text } = await propose(detail, choice);
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
  };
  return {
    explain(detail) {
      const { services, content } = rules();
      const service = serviceOf(services, detail);
      const inspectors = inspectorPair(service, content.seclang, content.variables);
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
    add(...request) {
      const added = adding.then(() => add(...request));
      adding = added.catch(() => undefined);
      return added;
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

function serviceOf(services: Config['services'], { event }: EventDetail): InspectedService {
  const name = event.service ?? 'unknown';
  return services.find((service) => service.name === name) ?? { name, ...UNNAMED };
}
