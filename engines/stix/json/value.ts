/** A JSON text as a value (RFC 8259). */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a name may be any text, `__proto__` included (then it is an own property). */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** True for an object, not for a list or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a list. `Array.isArray` alone does not narrow a readonly list. */
export function isJsonList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value under `name` if `object` itself has it; never one inherited from a prototype. */
export function ownValue(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
