import type { FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { safeName } from '../json-guard.ts';
import { failure, type LineContext, type LineParser, NO_RECORD, type ParseResult } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';

/** Comma-separated values (RFC 4180), the first line names the columns; a record is one line. */
export function openCsv(): LineParser {
  let names: readonly string[] | null = null;
  return {
    parse: (line, context) => {
      const cells = splitCsv(line);
      if (cells === null) return failure('a quote is not closed');
      if (names !== null) return recordOf(names, cells, context);
      if (!isCsvHeader(cells)) return failure('the first line does not name columns');
      names = cells.map((cell) => safeName(cell.trim()));
      return NO_RECORD;
    },
  };
}

/** A line that can name columns: three or more different names, each of letters, digits and a few marks. */
export function isCsvHeader(cells: readonly string[]): boolean {
  return (
    cells.length >= 3 &&
    new Set(cells).size === cells.length &&
    cells.every((cell) => /^\s*[A-Za-z@_][\w @./:()-]{0,80}$/.test(cell))
  );
}

/** The cells of a line; null when a quoted one is not closed. */
export function splitCsv(line: string): readonly string[] | null {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line.charCodeAt(at) === 34) {
      let end = line.indexOf('"', at + 1);
      while (end !== -1 && line.charCodeAt(end + 1) === 34) end = line.indexOf('"', end + 2);
      if (end === -1) return null;
      cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < line.length && line.charCodeAt(at) !== 44) return null;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma === -1 ? line.length : comma;
      cells.push(line.slice(at, end));
      at = end;
    }
    at += 1;
  }
  return cells;
}

function recordOf(names: readonly string[], cells: readonly string[], context: LineContext): ParseResult {
  if (cells.length !== names.length)
    return failure(`${cells.length} cells where the header names ${names.length}`);
  const fields: { [name: string]: FieldValue } = {};
  let timeMs: number | null = null;
  let address: string | null = null;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    const cell = cells[at] ?? '';
    fields[name] = cell;
    if (timeMs === null && /time|date/i.test(name))
      timeMs = parseIsoTime(cell.trim(), context.zoneOffsetMinutes);
    if (address === null && /(?:source|src|client|remote).?ip|^ip$/i.test(name)) address = cell.trim();
  }
  return {
    kind: 'record',
    format: 'csv',
    timeMs,
    logsource: {},
    host: null,
    actor: addressActor(address),
    fields,
  };
}
