import type { SigmaEvent, SigmaValue } from '../api.ts';

/** A single value of an event; nested objects become their JSON text. */
export type Scalar = string | number | boolean | null;

/**
 * The values of a field: of the field with just that name, else along its dots into nested objects, over all elements
 * where there is a list on the way. Null when there is no such field.
 */
export function fieldValues(event: SigmaEvent, name: string): readonly Scalar[] | null {
  const found = lookUp(event.fields, name);
  return found.length === 0 ? null : found.flatMap((value) => scalarsOf(value));
}

/** Every value of the event, however deep, for keywords. */
export function allValues(event: SigmaEvent): readonly Scalar[] {
  return leaves(event.fields, 0);
}

/** The text by which strings are compared; null has none. */
export function textOf(value: Scalar): string | null {
  return value === null ? null : String(value);
}

function lookUp(value: SigmaValue, name: string): readonly SigmaValue[] {
  if (isList(value)) return value.flatMap((item) => lookUp(item, name));
  if (value === null || typeof value !== 'object') return [];
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  if (own !== undefined) return [own];
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot);
    const inner = Object.hasOwn(value, head) ? value[head] : undefined;
    if (inner === undefined) continue;
    const found = lookUp(inner, name.slice(dot + 1));
    if (found.length > 0) return found;
  }
  return [];
}

function scalarsOf(value: SigmaValue): readonly Scalar[] {
  if (value === null || typeof value !== 'object') return [value];
  if (isList(value)) return value.flatMap((item) => scalarsOf(item));
  return [JSON.stringify(value)];
}

const DEPTH_LIMIT = 64;

function leaves(value: SigmaValue, depth: number): readonly Scalar[] {
  if (value === null || typeof value !== 'object') return [value];
  if (depth > DEPTH_LIMIT) return [];
  return Object.values(value).flatMap((item: SigmaValue) => leaves(item, depth + 1));
}

function isList(value: SigmaValue): value is readonly SigmaValue[] {
  return Array.isArray(value);
}
