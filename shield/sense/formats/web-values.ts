import type { FieldValue } from '../../model/index.ts';
import { failure, type LineContext, type ParsedRecord, type ParseFailure } from '../record.ts';
import { parseClfTime, parseIsoTime } from '../time/index.ts';
import {
  countOf,
  orNull,
  splitRequestLine,
  type WebParts,
  type WebProduct,
  webRecord,
} from './web-record.ts';
import type { WebMeaning } from './web-variables.ts';

/** Values of one access log record by what they mean, and those without a standard meaning by their own name. */
export interface WebValues {
  readonly known: ReadonlyMap<WebMeaning, string>;
  readonly extra: { [name: string]: FieldValue };
}

/** Puts the values of a custom or JSON access log together; fails when a time is there and cannot be read. */
export function recordOfWebValues(
  values: WebValues,
  setting: { readonly format: string; readonly product: WebProduct; readonly context: LineContext },
): ParsedRecord | ParseFailure {
  const { known } = values;
  const timeMs = timeOf(known, setting.context);
  if (timeMs === undefined) return failure('the time cannot be read');
  const request = splitRequestLine(known.get('request') ?? '');
  const parts: WebParts = {
    timeMs,
    client: orNull(known.get('client')),
    user: orNull(known.get('user')),
    method: orNull(known.get('method')) ?? request.method,
    target: orNull(known.get('target')) ?? request.target ?? joinTarget(known),
    protocol: orNull(known.get('protocol')) ?? request.protocol,
    status: countOf(known.get('status')),
    bytes: countOf(known.get('bytes')),
    referer: orNull(known.get('referer')),
    userAgent: orNull(known.get('userAgent')),
    host: orNull(known.get('host')),
  };
  return webRecord(setting, parts, values.extra);
}

function joinTarget(known: ReadonlyMap<WebMeaning, string>): string | null {
  const path = orNull(known.get('path'));
  const query = orNull(known.get('query'));
  if (path === null || query === null) return path;
  return query.startsWith('?') ? path + query : `${path}?${query}`;
}

/** Null: no time among the values; undefined: one that cannot be read. */
function timeOf(known: ReadonlyMap<WebMeaning, string>, context: LineContext): number | null | undefined {
  const zone = context.zoneOffsetMinutes;
  const clf = known.get('time-clf');
  if (clf !== undefined) return parseClfTime(clf.replace(/^\[|\]$/g, ''), zone) ?? undefined;
  const iso = known.get('time-iso');
  if (iso !== undefined) return parseIsoTime(iso, zone) ?? undefined;
  for (const [meaning, scale] of TIME_SCALES) {
    const text = known.get(meaning);
    if (text !== undefined) return scaled(text, scale);
  }
  return null;
}

const TIME_SCALES = [
  ['time-seconds', 1000],
  ['time-milliseconds', 1],
  ['time-microseconds', 0.001],
] as const;

function scaled(text: string, scale: number): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? Math.floor(value * scale) : undefined;
}
