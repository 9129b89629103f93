import type { HuntFile, HuntFindings, HuntHit } from './hunt-findings.ts';
import { isoText } from './hunt-timeline-text.ts';

/** What a hunt ran with. */
export interface HuntRun {
  /** Rules that were loaded. */
  readonly rules: number;
  readonly rulesRejected: number;
  readonly seconds: number;
  /** Files that were not begun because the hunt was stopped; absent when it was not. */
  readonly filesLeft?: number;
}

/** One hit as a JSON line. */
export function formatHitLine(hit: HuntHit): string {
  const { ruleId, title, level, techniques, file, member, record, timeMs, host, parts } = hit;
  const time = isoText(timeMs);
  const place = { file, member, record, time, host };
  const line = { ruleId, title, level, techniques, ...place, matched: parts };
  return `${JSON.stringify(hit.correlated === undefined ? line : { ...line, correlated: correlatedOf(hit.correlated) })}\n`;
}

function correlatedOf({ firstMs, count, records }: NonNullable<HuntHit['correlated']>) {
  return { first: isoText(firstMs), count, records };
}

/** A file that was not read, not to its end, or of which lines could not be parsed, as a JSON line; else nothing. */
export function formatFileLine(file: HuntFile): string {
  if (file.error === null && file.unparsed === 0) return '';
  const { path, member, format, events, unparsed, tooLong, error, examples } = file;
  return `${JSON.stringify({ problem: { file: path, member, format, events, unparsed, tooLong, error, examples } })}\n`;
}

/** The last line. */
export function formatSummaryLine(findings: HuntFindings, run: HuntRun): string {
  const { events, unparsed, text, hits, files, failedFiles } = findings.totals();
  const { rules, rulesRejected, seconds, filesLeft } = run;
  const partial = filesLeft === undefined ? {} : { partial: true, filesLeft };
  const { late, letGo } = findings.uncorrelated;
  const uncorrelated = late + letGo === 0 ? {} : { uncorrelated: { late, letGo } };
  const summary = {
    events,
    unparsed,
    text,
    hits,
    rules,
    rulesRejected,
    files,
    failedFiles,
    seconds,
    ...partial,
    ...uncorrelated,
  };
  return `${JSON.stringify({ summary })}\n`;
}
