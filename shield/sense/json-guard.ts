import type { JsonObject, JsonValue } from './record.ts';

/** Deeper nesting than this is refused: nothing that logs writes it, and later code may recurse. */
export const JSON_DEPTH_LIMIT = 64;

/** `__proto__`, also with its underscores written as escapes. */
const SUSPECT_NAME = /__proto__|\\u005[fF]/;

/** A value, or one sentence on why there is none. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'failure'; readonly reason: string };

/**
 * Parses JSON of a stranger: nesting is bounded, and keys that could reach a prototype are renamed.
 * The length is bounded by the reader of lines.
 */
export function parseJson(text: string): JsonReading {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    return { kind: 'failure', reason: `not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}` };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'value', value };
  if (isDeeperThan(value, JSON_DEPTH_LIMIT))
    return { kind: 'failure', reason: `nested deeper than ${JSON_DEPTH_LIMIT} levels` };
  return {
    kind: 'value',
    value: SUSPECT_NAME.test(text) ? withSafeNames(value) : value,
  };
}

/** True when objects and lists stand deeper in each other than `limit`; looks no deeper than that. */
function isDeeperThan(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item: JsonValue) => isDeeperThan(item, limit - 1));
  const object = value as JsonObject;
  for (const key in object) {
    const child = object[key];
    if (typeof child === 'object' && child !== null && isDeeperThan(child, limit - 1)) return true;
  }
  return false;
}

function withSafeNames(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => withSafeNames(item));
  const entries = Object.entries(value).map(([key, child]) => [safeName(key), withSafeNames(child)]);
  return Object.fromEntries(entries) as JsonObject;
}

/** A field name that can be assigned to a plain object without touching its prototype. */
export function safeName(name: string): string {
  return name === '__proto__' ? '[__proto__]' : name;
}

/** True for an object; false for a list, null and what is not there. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as text where it is one, or a number written as text; null otherwise. */
export function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}
