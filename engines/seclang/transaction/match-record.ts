import type { MatchedVariable, RuleMatch } from '../api.ts';
import type { CompiledChain } from '../compile/compiled-chain.ts';
import type { OperatorMatch } from '../operators/index.ts';
import { fullNameOf, type Variable } from './variable.ts';

/** Longest stretch of a value that a match keeps. */
export const VALUE_LIMIT = 2048;

/** Most variables that one match keeps. */
export const VARIABLES_PER_MATCH = 16;

/** Most matches that one transaction keeps; what is beyond still counts in the scores. */
export const MATCHES_PER_TRANSACTION = 512;

/** Longest message and log data. */
const TEXT_LIMIT = 1024;

/** What is kept of a match until somebody asks for it. */
export interface MatchRecord {
  readonly chain: CompiledChain;
  readonly message: string;
  readonly data: string;
  readonly score: number;
  readonly variables: readonly MatchedVariable[];
  /** What it is shown as, once that was asked; most records are shared by all transactions, and shown many times. */
  match: RuleMatch | null;
}

/** A match as the caller sees it; the same object each time. */
export function toRuleMatch(record: MatchRecord): RuleMatch {
  record.match ??= describeRecord(record);
  return record.match;
}

/** What a record is shown as. */
export function describeRecord({ chain, message, data, score, variables }: MatchRecord): RuleMatch {
  const { node } = chain;
  return {
    ruleId: node.id,
    phase: node.phase,
    file: node.file,
    line: node.place.line,
    message: message.slice(0, TEXT_LIMIT),
    data: data.slice(0, TEXT_LIMIT),
    severity: node.severity,
    tags: node.tags,
    version: node.version,
    log: node.log,
    score,
    variables,
  };
}

/** Describes what matched in a variable: `text` is what the operator saw, `match` where it matched. */
export function describeMatch(
  variable: Variable,
  text: string,
  match: OperatorMatch | null,
): MatchedVariable {
  const original = variable.value;
  const span = match === null ? null : traceSpan(original, text, match);
  const window = cut(original, span);
  const name = fullNameOf(variable).slice(0, VALUE_LIMIT);
  const transformed =
    text === original ? null : cut(text, match && { start: match.index, length: match.length }).text;
  const value = window.text;
  if (span === null) return transformed === null ? { name, value } : { name, value, transformed };
  const shown = { start: span.start - window.start, length: Math.min(span.length, VALUE_LIMIT) };
  return transformed === null ? { name, value, span: shown } : { name, value, span: shown, transformed };
}

interface Span {
  readonly start: number;
  readonly length: number;
}

/** Finds the match in the value before transformations: at the same place, or wherever its text stands. */
function traceSpan(original: string, text: string, match: OperatorMatch): Span | null {
  const { index, length } = match;
  if (length === 0) return null;
  if (original === text) return { start: index, length };
  const matched = text.slice(index, index + length);
  const sameCase = original.length === text.length ? original.slice(index, index + length) : '';
  if (sameCase.toLowerCase() === matched.toLowerCase()) return { start: index, length };
  const found = original.indexOf(matched);
  return found === -1 ? null : { start: found, length };
}

/** At most {@link VALUE_LIMIT} characters of a text, with the span inside. */
function cut(text: string, span: Span | null): { readonly text: string; readonly start: number } {
  if (text.length <= VALUE_LIMIT) return { text, start: 0 };
  const room = Math.max(0, VALUE_LIMIT - (span?.length ?? 0));
  const start = Math.max(0, Math.min((span?.start ?? 0) - Math.floor(room / 2), text.length - VALUE_LIMIT));
  return { text: text.slice(start, start + VALUE_LIMIT), start };
}
