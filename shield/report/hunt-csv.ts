import type { HuntHit } from './hunt-findings.ts';
import { isoText } from './hunt-timeline-text.ts';
import { escapeControls } from './terminal-text.ts';

const COLUMNS = [
  'time',
  'level',
  'ruleId',
  'title',
  'techniques',
  'host',
  'file',
  'member',
  'record',
  'matched',
] as const;

/** The first line (RFC 4180 §2: fields in quotes where they need it, lines end with CR LF). */
export const CSV_HEAD = `${COLUMNS.join(',')}\r\n`;

/** One hit as a line of CSV; safe to open in a spreadsheet, whatever the log holds. */
export function formatCsvLine(hit: HuntHit): string {
  const matched = hit.parts.map(({ field, value }) => `${field}=${value}`).join('\n');
  const cells = [
    isoText(hit.timeMs),
    hit.level,
    hit.ruleId,
    hit.title,
    hit.techniques.join(' '),
    hit.host ?? '',
    hit.file,
    hit.member ?? '',
    String(hit.record),
    matched,
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet takes text that begins with `=`, `+`, `-` or `@` for a formula, also behind spaces and control
 * characters, and would run it: an apostrophe in front makes it text (OWASP, "CSV Injection").
 */
function csvCell(text: string): string {
  const escaped = escapeControls(text);
  const harmless = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(escaped) ? `'${escaped}` : escaped;
  return /[",\r\n';\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
