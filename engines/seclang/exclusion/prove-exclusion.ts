import type { RuleMatch } from '../api.ts';
import type { Exclusion } from './exclusion-text.ts';
import {
  type InspectorPair,
  inspectRequest,
  type KnownRequest,
  type RequestOutcome,
} from './inspect-request.ts';

/** Whether what is excluded is still found where it is not excluded. */
export type Control =
  | { readonly kind: 'found'; readonly ruleIds: readonly number[]; readonly blocked: boolean }
  | { readonly kind: 'lost'; readonly ruleIds: readonly number[] }
  | { readonly kind: 'not-applicable'; readonly reason: string };

/** What an exclusion changes, tried out on the request that it is made for. */
export interface ExclusionProof {
  readonly before: RequestOutcome;
  readonly after: RequestOutcome;
  /** Rules of the exclusion that matched on its variable and do not any more. */
  readonly gone: readonly number[];
  /** Those that still do. */
  readonly remaining: readonly number[];
  /** Those that do not match what is known of the request, so that nothing can be said of them. */
  readonly untried: readonly number[];
  /** The same value in another parameter of the query. */
  readonly otherParameter: Control;
  /** The same request for another path. */
  readonly otherPath: Control;
}

/** The rules without and with the exclusion, and what to try them on. */
export interface ExclusionTrial {
  readonly before: InspectorPair;
  readonly after: InspectorPair;
  readonly exclusion: Exclusion;
  readonly request: KnownRequest;
  readonly context: { readonly nowMs: number; readonly uniqueId: string };
}

/** A name and a path that no application has. */
const PROBE = 'dejfa-probe';

/** Inspects the request without and with the exclusion, and looks whether it holds back no more than it should. */
export function proveExclusion(trial: ExclusionTrial): ExclusionProof {
  const { exclusion, request, context } = trial;
  const found = inspectRequest(trial.before.watching, request, context);
  const left = inspectRequest(trial.after.watching, request, context);
  const isIn = (outcome: RequestOutcome) => (id: number) => isFound(outcome, id, exclusion.variable);
  const tried = exclusion.ruleIds.filter(isIn(found));
  return {
    before: inspectRequest(trial.before.blocking, request, context),
    after: inspectRequest(trial.after.blocking, request, context),
    gone: tried.filter((id) => !isIn(left)(id)),
    remaining: tried.filter(isIn(left)),
    untried: exclusion.ruleIds.filter((id) => !tried.includes(id)),
    otherParameter: controlParameter(trial, found),
    otherPath: controlPath(trial),
  };
}

function controlParameter(trial: ExclusionTrial, found: RequestOutcome): Control {
  const { variable, ruleIds } = trial.exclusion;
  if (variable === null)
    return notApplicable('the rules are excluded as such, for every parameter of the path');
  const value = matchedValue(found.matches, trial.exclusion);
  if (value === null) return notApplicable('the value that matched is not known');
  const { head, body } = trial.request;
  const isName = /_NAMES(?::|$)/.test(variable);
  const added = isName ? `${encode(value)}=1` : `${PROBE}=${encode(value)}`;
  const target = `${head.target}${head.target.includes('?') ? '&' : '?'}${added}`;
  const probed = { head: { ...head, target }, body };
  const control = compare(trial, probed, isName ? `:${value}` : `:${PROBE}`);
  const none = `these rules do not look at other parameters: ${ruleIds.join(', ')}`;
  return control ?? notApplicable(none);
}

function controlPath(trial: ExclusionTrial): Control {
  const { head, body } = trial.request;
  const question = head.target.indexOf('?');
  const target = `/${PROBE}${question === -1 ? '' : head.target.slice(question)}`;
  const control = compare(trial, { head: { ...head, target }, body }, null);
  return control ?? notApplicable('the rules match only on this path');
}

/** The control over one probe; null where the rules do not find it without the exclusion either. */
function compare(trial: ExclusionTrial, probe: KnownRequest, ending: string | null): Control | null {
  const isAt = (name: string) => ending === null || name.endsWith(ending);
  const idsIn = ({ matches }: RequestOutcome) =>
    trial.exclusion.ruleIds.filter((id) =>
      matches.some((match) => match.ruleId === id && match.variables.some(({ name }) => isAt(name))),
    );
  const expected = idsIn(inspectRequest(trial.before.watching, probe, trial.context));
  if (expected.length === 0) return null;
  const found = idsIn(inspectRequest(trial.after.watching, probe, trial.context));
  const lost = expected.filter((id) => !found.includes(id));
  if (lost.length > 0) return { kind: 'lost', ruleIds: lost };
  const { verdict } = inspectRequest(trial.after.blocking, probe, trial.context);
  return { kind: 'found', ruleIds: found, blocked: verdict.kind === 'block' };
}

function isFound({ matches }: RequestOutcome, id: number, variable: string | null): boolean {
  return matches.some(
    (match) =>
      match.ruleId === id && (variable === null || match.variables.some(({ name }) => name === variable)),
  );
}

function matchedValue(matches: readonly RuleMatch[], { ruleIds, variable }: Exclusion): string | null {
  for (const match of matches) {
    if (!ruleIds.includes(match.ruleId)) continue;
    const found = match.variables.find(({ name }) => name === variable);
    if (found !== undefined) return found.value;
  }
  return null;
}

/** Every byte but ASCII letters and digits by its number (RFC 3986 §2.1). */
function encode(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function notApplicable(reason: string): Control {
  return { kind: 'not-applicable', reason };
}
