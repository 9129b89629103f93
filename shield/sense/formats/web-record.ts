import type { FieldValue, LogSource } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import type { ParsedRecord } from '../record.ts';

/** What an access log says of one request; absent parts are null. */
export interface WebParts {
  readonly timeMs: number | null;
  readonly client: string | null;
  readonly user: string | null;
  readonly method: string | null;
  /** The request-target as it came (path with query), or what stood in place of a request. */
  readonly target: string | null;
  readonly protocol: string | null;
  readonly status: number | null;
  readonly bytes: number | null;
  readonly referer: string | null;
  readonly userAgent: string | null;
  readonly host: string | null;
}

/** Which server wrote the log; null when the format does not tell. */
export type WebProduct = 'nginx' | 'apache' | 'iis' | null;

type MutableFields = { [name: string]: FieldValue };

const LOG_SOURCES: Readonly<Record<'nginx' | 'apache' | 'iis' | 'any', LogSource>> = {
  nginx: { category: 'webserver', product: 'nginx', service: 'nginx' },
  apache: { category: 'webserver', product: 'apache', service: 'apache' },
  iis: { category: 'webserver', product: 'windows', service: 'iis' },
  any: { category: 'webserver' },
};

/** The Sigma log source of a web server; without product and service where the format does not tell. */
export function webLogSource(product: WebProduct): LogSource {
  return LOG_SOURCES[product ?? 'any'];
}

/** Fields by the names of the Sigma webserver and proxy taxonomy; parts that are null are left out. */
export function webFields(parts: WebParts): MutableFields {
  const fields: MutableFields = {};
  if (parts.client !== null) fields['c-ip'] = parts.client;
  if (parts.user !== null) fields['cs-username'] = parts.user;
  if (parts.method !== null) fields['cs-method'] = parts.method;
  if (parts.target !== null) addTarget(fields, parts.target);
  if (parts.protocol !== null) fields['cs-version'] = parts.protocol;
  if (parts.status !== null) fields['sc-status'] = parts.status;
  if (parts.bytes !== null) fields['sc-bytes'] = parts.bytes;
  if (parts.referer !== null) fields['cs-referer'] = parts.referer;
  if (parts.userAgent !== null) {
    fields['cs-user-agent'] = parts.userAgent;
    fields['c-useragent'] = parts.userAgent;
  }
  if (parts.host !== null) fields['cs-host'] = parts.host;
  return fields;
}

/** The target under each of the names that rules use for it. */
function addTarget(fields: MutableFields, target: string): void {
  fields['c-uri'] = target;
  fields['cs-uri'] = target;
  const mark = target.indexOf('?');
  const stem = mark === -1 ? target : target.slice(0, mark);
  fields['cs-uri-stem'] = stem;
  if (mark !== -1) {
    const query = target.slice(mark + 1);
    fields['cs-uri-query'] = query;
    fields['c-uri-query'] = query;
  }
  const dot = stem.lastIndexOf('.');
  if (dot > stem.lastIndexOf('/')) fields['c-uri-extension'] = stem.slice(dot + 1);
}

/** An access log record; `extra` fields come beside the standard ones and never replace them. */
export function webRecord(
  { format, product }: { readonly format: string; readonly product: WebProduct },
  parts: WebParts,
  extra: MutableFields | null = null,
): ParsedRecord {
  const fields = extra === null ? webFields(parts) : { ...extra, ...webFields(parts) };
  return {
    kind: 'record',
    format,
    timeMs: parts.timeMs,
    logsource: webLogSource(product),
    host: null,
    actor: addressActor(parts.client),
    fields,
  };
}

/** Method, target and protocol of a request line; what is no request line is the target whole. */
export function splitRequestLine(line: string): {
  readonly method: string | null;
  readonly target: string | null;
  readonly protocol: string | null;
} {
  if (line === '' || line === '-') return { method: null, target: null, protocol: null };
  const first = line.indexOf(' ');
  if (first <= 0 || first > 32) return { method: null, target: line, protocol: null };
  const method = line.slice(0, first);
  const last = line.lastIndexOf(' ');
  if (last > first && line.startsWith('HTTP/', last + 1)) {
    return { method, target: line.slice(first + 1, last), protocol: line.slice(last + 1) };
  }
  return { method, target: line.slice(first + 1), protocol: null };
}

/** Null for `-` and for nothing, which access logs write where there is no value. */
export function orNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' || text === '-' ? null : text;
}

/** A count of an access log; null for `-` and anything that is not a decimal number. */
export function countOf(text: string | null | undefined): number | null {
  if (text === undefined || text === null || text === '' || text.length > 15) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
