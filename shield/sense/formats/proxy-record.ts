import type { FieldValue } from '../../model/index.ts';
import type { ParsedRecord } from '../record.ts';

/** A request through a web proxy, with its URL under each of the names of the Sigma proxy taxonomy. */
export function proxyRecord(
  format: string,
  request: { readonly url: string; readonly method: string; readonly timeMs: number | null },
): ParsedRecord {
  return {
    kind: 'record',
    format,
    timeMs: request.timeMs,
    logsource: { category: 'proxy' },
    host: null,
    actor: null,
    fields: { 'cs-method': request.method, ...urlFields(request.url) },
  };
}

/** Parts of an absolute URL, or of `host:port` as CONNECT has it; what is neither is only `c-uri`. */
export function urlFields(url: string): { readonly [name: string]: FieldValue } {
  const fields: { [name: string]: FieldValue } = { 'c-uri': url, 'cs-uri': url };
  const found = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url);
  const [, scheme, authority = '', path = '', query] = found ?? [];
  if (scheme === undefined && path !== '') return fields;
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{1,5}$/, '');
  if (host !== '') Object.assign(fields, { 'cs-host': host, 'r-dns': host });
  if (path !== '') Object.assign(fields, { 'c-uri-stem': path, 'cs-uri-stem': path });
  if (query !== undefined) Object.assign(fields, { 'c-uri-query': query, 'cs-uri-query': query });
  const dot = path.lastIndexOf('.');
  if (dot > path.lastIndexOf('/')) fields['c-uri-extension'] = path.slice(dot + 1);
  return fields;
}
