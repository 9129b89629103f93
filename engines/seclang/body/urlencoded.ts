import { urlDecode } from '../transformations/url-decode.ts';
import type { Field } from './parsed-body.ts';

/** Reads `a=1&b=2` (WHATWG URL §5.1, on bytes): names and values decoded, empty pairs left out, at most `limit` fields. */
export function parseUrlencoded(
  text: string,
  limit: number,
): { fields: readonly Field[]; complete: boolean } {
  const fields: Field[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      if (fields.length === limit) return { fields, complete: false };
      fields.push(parsePair(text.slice(start, end)));
    }
    start = end + 1;
  }
  return { fields, complete: true };
}

function parsePair(pair: string): Field {
  const equals = pair.indexOf('=');
  if (equals === -1) return [urlDecode(pair), ''];
  return [urlDecode(pair.slice(0, equals)), urlDecode(pair.slice(equals + 1))];
}
