import type { FieldValue } from '../../model/index.ts';
import { safeName } from '../json-guard.ts';
import {
  failure,
  type LineContext,
  type LineParser,
  type ParsedRecord,
  type ParseFailure,
} from '../record.ts';
import { closingQuote, unescapeLogValue } from './escapes.ts';
import type { WebProduct } from './web-record.ts';
import { recordOfWebValues } from './web-values.ts';
import type { WebMeaning } from './web-variables.ts';

/** A custom access log format, taken apart: literals and values in turn. */
export type LogFormatPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly meaning: WebMeaning | null };

/** Why a format string cannot be used; `offset` points into the string, in UTF-16 code units. */
export class LogFormatError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'LogFormatError';
    this.offset = offset;
  }
}

/**
 * Checks that lines of the format can be taken apart again: at least one value, and a literal between any two.
 * Throws {@link LogFormatError}.
 */
export function checkParts(parts: readonly LogFormatPart[]): readonly LogFormatPart[] {
  let values = 0;
  parts.forEach((part, index) => {
    if (part.kind === 'literal') return;
    values += 1;
    const next = parts[index + 1];
    if (next?.kind === 'value') {
      throw new LogFormatError(
        `"${part.name}" and "${next.name}" stand side by side: nothing tells where one ends`,
        0,
      );
    }
  });
  if (values === 0) throw new LogFormatError('the format names no variable', 0);
  return parts;
}

/** A parser for lines of a custom format: each value reaches to the literal that follows it. */
export function openLogFormat(
  parts: readonly LogFormatPart[],
  setting: { readonly format: string; readonly product: WebProduct },
): LineParser {
  return { parse: (line, context) => parseByParts(line, parts, { ...setting, context }) };
}

function parseByParts(
  line: string,
  parts: readonly LogFormatPart[],
  setting: { readonly format: string; readonly product: WebProduct; readonly context: LineContext },
): ParsedRecord | ParseFailure {
  const known = new Map<WebMeaning, string>();
  const extra: { [name: string]: FieldValue } = {};
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'literal') {
      if (!line.startsWith(part.text, at)) return failure(`expected "${part.text}" at column ${at + 1}`);
      at += part.text.length;
      continue;
    }
    const end = valueEnd(line, at, parts[index + 1]);
    if (end === -1) return failure(`no end of "${part.name}" from column ${at + 1}`);
    const value = unescapeLogValue(line.slice(at, end));
    if (part.meaning === null || known.has(part.meaning)) extra[safeName(part.name)] = value;
    else known.set(part.meaning, value);
    at = end;
  }
  return at === line.length
    ? recordOfWebValues({ known, extra }, setting)
    : failure(`more text than the format has, from column ${at + 1}`);
}

function valueEnd(line: string, start: number, next: LogFormatPart | undefined): number {
  if (next === undefined || next.kind === 'value') return line.length;
  if (next.text.startsWith('"')) {
    const quote = closingQuote(line, start);
    return quote !== -1 && line.startsWith(next.text, quote) ? quote : -1;
  }
  return line.indexOf(next.text, start);
}
