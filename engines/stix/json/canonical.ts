import { isJsonList, isJsonObject, type JsonValue } from './value.ts';

/**
 * The canonical form of a JSON value: no white space, names sorted by UTF-16 code units, numbers as ECMAScript writes
 * them (RFC 8785). Equal values give equal texts.
 */
export function canonicalJson(value: JsonValue): string {
  if (isJsonList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`).join(',')}}`;
}
