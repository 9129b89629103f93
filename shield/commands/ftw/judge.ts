import type { RequestHead, RuleMatch } from '@dejfa/seclang';
import { logLines } from './log-lines.ts';
import { type FtwOutput, looksAtLog } from './test-case.ts';

/** What came of one request. */
export interface Seen {
  /** Of the answer; null where none came that a client could read. */
  readonly status: number | null;
  /** Why there was no answer: `closed`, `timeout` …; null where there was one. */
  readonly error: string | null;
  /** The answer as it came, latin1. */
  readonly response: string;
  /** Null where no rule was asked. */
  readonly head: RequestHead | null;
  readonly matches: readonly RuleMatch[];
  /** Why the rules could not judge it, which is for people to read; null where they could. */
  readonly undetermined: string | null;
}

/** Whether a stage got what it expects. */
export interface Judgement {
  readonly passed: boolean;
  readonly expected: string;
  readonly got: string;
}

/**
 * Compares. An answer or an error is looked at only where the test says so, apart from tests of an answer that
 * never came; `expect_error` is met by an error, and else by what stands beside it.
 */
export function judge(output: FtwOutput, seen: Seen): Judgement {
  const ids = seen.matches.filter((match) => match.log).map((match) => match.ruleId);
  const undetermined = seen.undetermined === null ? [] : [`(undetermined: ${seen.undetermined})`];
  const got = [seen.error ?? String(seen.status), ...ids, ...undetermined].join(' ');
  return { passed: isMet(output, seen, ids), expected: describe(output), got };
}

function isMet(output: FtwOutput, seen: Seen, ids: readonly number[]): boolean {
  const { statuses, responseContains, expectError } = output;
  if (expectError && seen.error !== null) return true;
  const looksAtAnswer = statuses.length > 0 || responseContains !== null;
  if (!looksAtAnswer && !looksAtLog(output)) return !expectError && seen.error === null;
  if (seen.error !== null && !looksAtLog(output)) return false;
  if (statuses.length > 0 && !statuses.includes(seen.status ?? -1)) return false;
  if (responseContains !== null && !contains(seen.response, responseContains)) return false;
  return isLogMet(output, seen, ids);
}

function isLogMet(output: FtwOutput, seen: Seen, ids: readonly number[]): boolean {
  const { expectIds, noExpectIds, logPatterns, noLogPatterns, isolated } = output;
  if (!expectIds.every((id) => ids.includes(id))) return false;
  if (noExpectIds.some((id) => ids.includes(id))) return false;
  if (isolated && ids.some((id) => !expectIds.includes(id))) return false;
  if (logPatterns.length + noLogPatterns.length === 0) return true;
  const log = logLines(seen.matches, seen.head);
  return (
    logPatterns.every((pattern) => contains(log, pattern)) &&
    !noLogPatterns.some((pattern) => contains(log, pattern))
  );
}

/** True where the expression matches; one that is none of JavaScript's is looked for as it is written. */
function contains(text: string, pattern: string): boolean {
  if (text.includes(pattern)) return true;
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  try {
    return new RegExp(flags === null ? pattern : pattern.slice(flags[0].length), flags?.[1] ?? '').test(text);
  } catch {
    return false;
  }
}

function describe(output: FtwOutput): string {
  const parts = [
    output.statuses.length === 0 ? '' : `status ${output.statuses.join(' or ')}`,
    output.expectError ? 'an error' : '',
    output.responseContains === null ? '' : `response with ${output.responseContains}`,
    output.expectIds.length === 0 ? '' : `${output.isolated ? 'only ' : ''}${output.expectIds.join(' ')}`,
    output.noExpectIds.length === 0 ? '' : `not ${output.noExpectIds.join(' ')}`,
    ...output.logPatterns.map((pattern) => `log with ${pattern}`),
    ...output.noLogPatterns.map((pattern) => `log without ${pattern}`),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
