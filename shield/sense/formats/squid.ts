import { addressActor } from '../address.ts';
import { failure, type LineParser, type ParsedRecord, type ParseFailure } from '../record.ts';
import { proxyRecord } from './proxy-record.ts';
import { orNull } from './web-record.ts';

const NATIVE =
  /^(\d{9,11}\.\d{3}) +(-?\d+) (\S+) ([A-Z_]+)\/(\d{3}) (\d+) (\S{1,20}) (\S+) (\S+) ([A-Z_]+)\/(\S+) (\S+)(?: (.*))?$/;

/**
 * Squid's native access log: time, duration, client, result and status, bytes, method, URL, user, hierarchy and peer,
 * type; what an own format adds in quotes at the end (referer, user agent) is read as these two.
 */
export function openSquid(): LineParser {
  return { parse: parseSquid };
}

function parseSquid(line: string): ParsedRecord | ParseFailure {
  const found = NATIVE.exec(line);
  if (found === null) return failure('not in the native format of Squid');
  const [
    ,
    time = '',
    duration = '',
    client = '',
    result = '',
    status = '',
    bytes = '',
    method = '',
    url = '',
  ] = found;
  const [user, , peer, type, rest = ''] = found.slice(9);
  const quoted = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
  const agent = quoted.at(-1);
  const referer = quoted.length > 1 ? quoted.at(-2) : undefined;
  const record = proxyRecord('squid', { url, method, timeMs: Math.round(Number(time) * 1000) });
  return {
    ...record,
    actor: addressActor(client),
    fields: {
      ...record.fields,
      'c-ip': client,
      src_ip: client,
      's-action': result,
      'sc-status': Number(status),
      'sc-bytes': Number(bytes),
      'time-taken': Number(duration),
      ...(orNull(user) === null ? {} : { 'cs-username': user ?? '' }),
      ...(orNull(peer) === null ? {} : { dst_ip: peer ?? '' }),
      ...(orNull(type) === null ? {} : { 'content-type': type ?? '' }),
      ...(agent === undefined ? {} : { 'c-useragent': agent === '-' ? '' : agent }),
      ...(orNull(referer) === null ? {} : { 'cs-referrer': referer ?? '' }),
    },
  };
}
