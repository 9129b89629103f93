import type { Place } from '@dejfa/diagnostics';
import type { Located } from '../ast/place.ts';

/** A directive's text: lines that end in a backslash are joined with the next, comments and blank lines are gone. */
export interface LogicalLine extends Located {
  readonly file: string;
}

/** A stretch of a logical line that comes from one line of the source. */
interface Segment {
  /** Offset in the logical line where the stretch starts. */
  readonly start: number;
  readonly line: number;
  /** Column, from 1, of the first code unit of the stretch. */
  readonly column: number;
}

/** Splits a rule file into logical lines. Indentation of continued lines is dropped, as Apache's reader does. */
export function readLogicalLines(file: string, source: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let segments: Segment[] = [];
  let text = '';
  source.split('\n').forEach((raw, number) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const indent = indentOf(line);
    if (segments.length === 0 && (indent === line.length || line[indent] === '#')) return;
    const continuation = continuationOf(line);
    segments.push({ start: text.length, line: number + 1, column: indent + 1 });
    text += line.slice(indent, continuation ?? line.length);
    if (continuation !== null) return;
    lines.push(createLine(file, text.trimEnd(), segments));
    segments = [];
    text = '';
  });
  if (segments.length > 0) lines.push(createLine(file, text.trimEnd(), segments));
  return lines;
}

/** How many blanks a line begins with. */
function indentOf(line: string): number {
  let at = 0;
  while (isBlank(line, at)) at += 1;
  return at;
}

/** Place of the backslash that ends a line, blanks apart, so that the next line continues it; null where none does. */
function continuationOf(line: string): number | null {
  let last = line.length - 1;
  while (isBlank(line, last)) last -= 1;
  return line.charCodeAt(last) === 0x5c ? last : null;
}

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

function createLine(file: string, text: string, segments: readonly Segment[]): LogicalLine {
  return { file, text, placeAt: (offset) => placeIn(file, segments, Math.min(offset, text.length)) };
}

function placeIn(file: string, segments: readonly Segment[], offset: number): Place {
  // The last segment that starts at or before the offset; the first starts at 0.
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = segments[low];
  if (found === undefined) return { file, line: 1, column: 1 };
  return { file, line: found.line, column: found.column + offset - found.start };
}
