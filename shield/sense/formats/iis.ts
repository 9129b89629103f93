import type { FieldValue } from '../../model/index.ts';
import { safeName } from '../json-guard.ts';
import { failure, type LineParser, NO_RECORD, type ParsedRecord, type ParseResult } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { urlFields } from './proxy-record.ts';
import { countOf, orNull, type WebParts, webRecord } from './web-record.ts';

/**
 * Logs of IIS, and of proxies, in the W3C Extended Log File Format (W3C WD-logfile-960323): `#Fields` names the columns of the lines that
 * follow and may come again. Times are UTC by the format's definition.
 */
export function openIis(): LineParser {
  let names: readonly string[] = [];
  return {
    parse: (line) => {
      if (!line.startsWith('#')) return parseValues(line, names);
      if (line.startsWith('#Fields:')) names = line.slice(8).trim().split(/\s+/).map(safeName);
      return NO_RECORD;
    },
  };
}

/** Columns that take a standard place of their own; `cs-uri-query` follows its stem. */
const STANDARD: ReadonlySet<string> = new Set(
  [
    'c-ip',
    'cs-username',
    'cs-method',
    'cs-uri-stem',
    'cs-uri-query',
    'cs-version',
    'sc-status',
    'sc-bytes',
  ].concat(['cs(Referer)', 'cs(User-Agent)', 'cs-host', 'date', 'time']),
);

const FORMAT = { format: 'iis', product: 'iis' } as const;

function parseValues(line: string, names: readonly string[]): ParseResult {
  if (names.length === 0) return failure('no #Fields header has come before this line');
  const values = line.split(' ');
  if (values.length !== names.length)
    return failure(`${values.length} values where #Fields names ${names.length}`);
  const byName = new Map<string, string>();
  const extra: { [name: string]: FieldValue } = {};
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    const value = values[at] ?? '';
    if (STANDARD.has(name)) byName.set(name, value);
    else if (value !== '-')
      extra[name] = NUMERIC.has(name) ? (countOf(value) ?? value) : plusToBlank(name, value);
  }
  const time = `${byName.get('date') ?? ''} ${byName.get('time') ?? ''}`;
  const timeMs = parseIsoTime(time, 0);
  if (timeMs === null && byName.has('date')) return failure('date and time are not like 2026-11-23 10:20:30');
  const record = PROXY_COLUMNS.some((name) => names.includes(name))
    ? proxied(byName, timeMs, extra)
    : webRecord(FORMAT, partsOf(byName, timeMs), extra);
  return { ...record, host: typeof extra['s-computername'] === 'string' ? extra['s-computername'] : null };
}

const NUMERIC: ReadonlySet<string> = new Set([
  's-port',
  'sc-substatus',
  'sc-win32-status',
  'cs-bytes',
  'time-taken',
]);

/** Columns that only proxies write (Blue Coat's format `main` and its kin): what was asked of another server. */
const PROXY_COLUMNS = ['cs-uri-scheme', 's-action', 'sc-filter-result', 'cs-uri-extension', 'r-dns', 'c-uri'];

function proxied(
  byName: ReadonlyMap<string, string>,
  timeMs: number | null,
  extra: { readonly [name: string]: FieldValue },
): ParsedRecord {
  const record = webRecord(FORMAT, partsOf(byName, timeMs), { ...extra });
  const { 'cs-uri': _, 'c-uri': _target, 'c-uri-extension': _extension, ...fields } = record.fields;
  const given = typeof extra['c-uri'] === 'string' ? extra['c-uri'] : null;
  const column = (name: string) =>
    orNull(byName.get(name)) ?? (typeof extra[name] === 'string' ? extra[name] : '');
  const scheme = column('cs-uri-scheme');
  const path = column('cs-uri-stem') || column('cs-uri-path');
  const query = column('cs-uri-query').replace(/^\?/, '');
  const url = `${scheme === '' ? '' : `${scheme}://`}${column('cs-host')}${path}${query === '' ? '' : `?${query}`}`;
  const hidesAgent = byName.has('cs(User-Agent)') && fields['cs-user-agent'] === undefined;
  return {
    ...record,
    format: 'w3c-proxy',
    logsource: { category: 'proxy' },
    fields: { ...fields, ...urlFields(given ?? url), ...(hidesAgent ? { 'c-useragent': '' } : {}) },
  };
}

function partsOf(byName: ReadonlyMap<string, string>, timeMs: number | null): WebParts {
  const stem = orNull(byName.get('cs-uri-stem'));
  const query = orNull(byName.get('cs-uri-query'));
  const agent = orNull(byName.get('cs(User-Agent)'));
  return {
    timeMs,
    client: orNull(byName.get('c-ip')),
    user: orNull(byName.get('cs-username')),
    method: orNull(byName.get('cs-method')),
    target: stem !== null && query !== null ? `${stem}?${query}` : stem,
    protocol: orNull(byName.get('cs-version')),
    status: countOf(byName.get('sc-status')),
    bytes: countOf(byName.get('sc-bytes')),
    referer: orNull(byName.get('cs(Referer)')),
    userAgent: agent === null ? null : agent.replaceAll('+', ' '),
    host: orNull(byName.get('cs-host')),
  };
}

/** IIS writes blanks in header values as `+`. */
function plusToBlank(name: string, value: string): string {
  return name.startsWith('cs(') || name.startsWith('sc(') ? value.replaceAll('+', ' ') : value;
}
