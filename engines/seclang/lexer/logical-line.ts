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

const BLANK_OR_COMMENT = /^[ \t]*(?:#|$)/;
const CONTINUED = /\\[ \t]*$/;
const INDENT = /^[ \t]*/;

/** Splits a rule file into logical lines. Indentation of continued lines is dropped, as Apache's reader does. */
export function readLogicalLines(file: string, source: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let segments: Segment[] = [];
  let text = '';
  source.split('\n').forEach((raw, number) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (segments.length === 0 && BLANK_OR_COMMENT.test(line)) return;
    const indent = INDENT.exec(line)?.[0].length ?? 0;
    const continued = CONTINUED.exec(line);
    segments.push({ start: text.length, line: number + 1, column: indent + 1 });
    text += line.slice(indent, continued?.index ?? line.length);
    if (continued !== null) return;
    lines.push(createLine(file, text.trimEnd(), segments));
    segments = [];
    text = '';
  });
  if (segments.length > 0) lines.push(createLine(file, text.trimEnd(), segments));
  return lines;
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
