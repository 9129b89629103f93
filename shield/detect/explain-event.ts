import type { RuleMatch } from '@dejfa/seclang';
import {
  type ExclusionCandidate,
  exclusionCandidates,
  type InspectorPair,
  inspectRequest,
  type RequestOutcome,
} from '@dejfa/seclang/exclusion';
import { referenceOf, type Signal } from '../model/index.ts';
import {
  type EventDetail,
  ExclusionError,
  type ExplainedMatch,
  type Explanation,
  type ExplanationNote,
} from '../ports/index.ts';
import { type RecordedRequest, readRecordedRequest } from './recorded-request.ts';

/** How requests to the event's service are inspected now. */
export interface ServiceInspection {
  readonly inspectors: InspectorPair;
  readonly threshold: number;
  readonly paranoia: number;
}

/** The recorded request of an event of the gateway. Throws `ExclusionError` where there is none that rules spoke of. */
export function requestOfEvent({ event, signals }: EventDetail): RecordedRequest {
  const request = readRecordedRequest(event);
  if (request === null)
    throw new ExclusionError(
      'not-inspected',
      'What is recorded of this event is no request that was inspected.',
    );
  if (!signals.some(({ rule }) => rule.engine === 'seclang'))
    throw new ExclusionError('not-inspected', 'No rule of SecLang spoke of this request.');
  return request;
}

/**
 * Inspects what is recorded of a request again, and puts beside it what was recorded then. Throws `ExclusionError` for
 * an event without a request, or of which no rule of SecLang spoke.
 */
export function explainEvent(detail: EventDetail, service: ServiceInspection): Explanation {
  const request = requestOfEvent(detail);
  const { event } = detail;
  const signals = detail.signals.filter(({ rule }) => rule.engine === 'seclang');
  const context = { nowMs: event.timeMs, uniqueId: event.id };
  const outcome = inspectRequest(service.inspectors.blocking, request, context);
  const all = inspectRequest(service.inspectors.watching, request, context);
  const matches = matchesOf(outcome, signals);
  const effect = signals[0]?.effect ?? 'unknown';
  const { method, target } = request.head;
  return {
    reference: detail.receipts[0]?.reference ?? referenceOf(event.id),
    eventId: event.id,
    timeMs: event.timeMs,
    service: event.service,
    actor: event.actor,
    effect,
    request: { method, target },
    recordedVerdict: {
      ruleId: numberOf(event.fields['waf-rule']),
      phase: numberOf(event.fields['waf-phase']),
      score: numberOf(event.fields['waf-score']),
    },
    currentVerdict: { verdict: outcome.verdict, score: outcome.score },
    threshold: service.threshold,
    paranoia: service.paranoia,
    matches,
    notes: [...notesOf(request), ...differences(matches, outcome, effect)],
    candidates: candidatesOf(all, signals),
  };
}

/** What is not recorded of a request, and so cannot be inspected again. */
export function notesOf({ redacted, keptBytes, totalBytes }: RecordedRequest): readonly ExplanationNote[] {
  return [
    ...(keptBytes < totalBytes ? [{ kind: 'body-cut', keptBytes, totalBytes } as const] : []),
    ...(redacted.length > 0 ? [{ kind: 'headers-redacted', names: redacted } as const] : []),
  ];
}

/**
 * What matches now, in the order of the rules, then what matched then only. Each rule set adds up in variables of its
 * own: the sum is over the rules of one folder.
 */
function matchesOf(outcome: RequestOutcome, signals: readonly Signal[]): readonly ExplainedMatch[] {
  const recorded = new Set(signals.map(({ rule }) => Number(rule.id)));
  const sums = new Map<string, number>();
  const now = outcome.matches.filter(({ log, score }) => log || score > 0);
  const explained = now.map((match): ExplainedMatch => {
    const set = match.file.slice(0, match.file.lastIndexOf('/') + 1);
    const sum = (sums.get(set) ?? 0) + match.score;
    sums.set(set, sum);
    return { ...matchFacts(match), sum, recorded: recorded.has(match.ruleId), reproduced: true };
  });
  const found = new Set(now.map(({ ruleId }) => ruleId));
  const gone = signals.filter(({ rule }) => !found.has(Number(rule.id)));
  return [
    ...explained,
    ...gone.map(
      (signal): ExplainedMatch => ({
        ruleId: Number(signal.rule.id),
        message: signal.rule.title,
        place: null,
        phase: null,
        severity: null,
        score: signal.score,
        sum: signal.score,
        parts: signal.parts.map(({ target, value, span }) => ({
          name: target,
          value,
          ...(span === undefined ? {} : { span }),
        })),
        recorded: true,
        reproduced: false,
      }),
    ),
  ];
}

function matchFacts({ ruleId, message, file, line, phase, severity, score, variables }: RuleMatch) {
  return { ruleId, message, place: { file, line }, phase, severity, score, parts: variables };
}

function differences(
  matches: readonly ExplainedMatch[],
  { verdict }: RequestOutcome,
  effect: Signal['effect'],
): readonly ExplanationNote[] {
  const ruleIds = matches.filter(({ reproduced }) => !reproduced).map(({ ruleId }) => ruleId);
  const wasBlocked = effect === 'blocked' || effect === 'would-block';
  return [
    ...(ruleIds.length > 0 ? [{ kind: 'not-reproduced', ruleIds } as const] : []),
    ...(wasBlocked === (verdict.kind === 'block') ? [] : [{ kind: 'verdict-differs' } as const]),
  ];
}

/** From all that matches now, whether or not the request would be blocked before, and what is recorded beside it. */
function candidatesOf(all: RequestOutcome, signals: readonly Signal[]): readonly ExclusionCandidate[] {
  const found = new Set(all.matches.map(({ ruleId }) => ruleId));
  const recorded = signals.filter(({ rule }) => !found.has(Number(rule.id)));
  return exclusionCandidates([...all.matches, ...recorded.map(asMatch)]);
}

function asMatch({ rule, score, parts, message }: Signal): RuleMatch {
  const variables = parts.map(({ target, value }) => ({ name: target, value }));
  const nothing = { phase: 2, file: '', line: 1, data: '', severity: null, tags: [], version: '' } as const;
  return { ...nothing, ruleId: Number(rule.id), message, score, variables, log: true };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
