import type { LoadedRules, RuleSource } from '@dejfa/seclang';
import {
  type Exclusion,
  exclusionCandidates,
  formatExclusion,
  freeExclusionId,
  type InspectorPair,
  inspectRequest,
  pathOf,
  proveExclusion,
  type RequestOutcome,
} from '@dejfa/seclang/exclusion';
import {
  type EventDetail,
  type ExclusionChoice,
  ExclusionError,
  type ExclusionOutcome,
  type ExclusionProposal,
} from '../ports/index.ts';
import { notesOf, requestOfEvent } from './explain-event.ts';

/** The rules that an exclusion is tried out in. */
export interface ExclusionTrialRules {
  readonly loaded: LoadedRules;
  /** The same rules with one more source before them. */
  readonly loadWith: (source: RuleSource) => LoadedRules;
  readonly inspectorsOf: (rules: LoadedRules) => InspectorPair;
  /** Identifiers that no exclusion may have. */
  readonly takenIds: readonly number[];
  /** Name of the service, where the rules guard several; null: the exclusion holds for all. */
  readonly service: string | null;
}

const TRIAL = 'exclusion.conf';

/** An exclusion with the identifier of its rule. */
export interface NumberedProposal extends ExclusionProposal {
  readonly id: number;
}

/**
 * The exclusion of a choice for the path of a recorded request, tried out on it. Throws `ExclusionError` where the
 * choice does not fit the request, or the exclusion cannot be written or does not load as it is meant.
 */
export function proposeExclusion(
  detail: EventDetail,
  { ruleIds, variable }: ExclusionChoice,
  rules: ExclusionTrialRules,
): NumberedProposal {
  const request = requestOfEvent(detail);
  const context = { nowMs: detail.event.timeMs, uniqueId: detail.event.id };
  const before = rules.inspectorsOf(rules.loaded);
  assertCandidate({ ruleIds, variable }, inspectRequest(before.watching, request, context), detail);
  const exclusion: Exclusion = { ruleIds, variable, path: pathOf(request.head), service: rules.service };
  const id = freeExclusionId(rules.takenIds);
  if (id === null)
    throw new ExclusionError('unusable', 'All identifiers of exclusions are taken: remove some.');
  const text = formatExclusion(exclusion, id);
  if (typeof text !== 'string') throw new ExclusionError('unusable', `It cannot be written: ${text.reason}.`);
  const after = rules.inspectorsOf(loadTrial(text, rules));
  const proof = proveExclusion({ before, after, exclusion, request, context });
  const { gone, remaining, untried, otherParameter, otherPath } = proof;
  return {
    ...exclusion,
    id,
    text,
    effect: {
      before: outcomeOf(proof.before),
      after: outcomeOf(proof.after),
      gone,
      remaining,
      untried,
      otherParameter,
      otherPath,
    },
    notes: notesOf(request),
  };
}

/** A choice is rules that matched together on one part of this request, or were recorded so; nothing else is excluded. */
function assertCandidate(
  { ruleIds, variable }: ExclusionChoice,
  outcome: RequestOutcome,
  { signals }: EventDetail,
): void {
  const now = exclusionCandidates(outcome.matches).filter(
    (one) => one.variable === variable || variable === null,
  );
  const known = new Set(now.flatMap((one) => one.ruleIds));
  const isRecorded = (id: number) =>
    signals.some(
      ({ rule, parts }) =>
        rule.engine === 'seclang' &&
        rule.id === String(id) &&
        (variable === null || parts.some(({ target }) => target === variable)),
    );
  const stranger = ruleIds.find((id) => !known.has(id) && !isRecorded(id));
  if (ruleIds.length > 0 && stranger === undefined) return;
  const what = stranger === undefined ? 'No rule is named' : `Rule ${stranger} did not match there`;
  throw new ExclusionError('not-a-candidate', `${what}: choose what the request was blocked for.`);
}

/** The rules with the exclusion. Its text must load as the rules that it is written as, and say nothing else. */
function loadTrial(text: string, { loaded, loadWith }: ExclusionTrialRules): LoadedRules {
  const trial = loadWith({ path: TRIAL, text });
  const added = trial.counts.read - loaded.counts.read;
  const faults = trial.diagnostics.filter(
    ({ place, severity }) => place.file === TRIAL && severity !== 'info',
  );
  const written = (text.match(/^ *SecRule /gm) ?? []).length;
  if (added === written && faults.length === 0) return trial;
  throw new ExclusionError('unusable', `It does not load as it is meant: ${faults[0]?.message ?? text}`);
}

function outcomeOf({ verdict, score, matches }: RequestOutcome): ExclusionOutcome {
  const ruleIds = matches.filter(({ log }) => log).map(({ ruleId }) => ruleId);
  return { verdict, score, ruleIds };
}
