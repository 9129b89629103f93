import type { HuntFile, HuntFindings, HuntHit } from './hunt-findings.ts';

/** What a hunt ran with. */
export interface HuntRun {
  /** Rules that were loaded. */
  readonly rules: number;
  readonly rulesRejected: number;
  readonly seconds: number;
}

/** One hit as a JSON line. */
export function formatHitLine(hit: HuntHit): string {
  const { ruleId, title, level, techniques, file, member, record, timeMs } = hit;
  const time = new Date(timeMs).toISOString();
  return `${JSON.stringify({ ruleId, title, level, techniques, file, member, record, time })}\n`;
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
  const { rules, rulesRejected, seconds } = run;
  const summary = { events, unparsed, text, hits, rules, rulesRejected, files, failedFiles, seconds };
  return `${JSON.stringify({ summary })}\n`;
}
