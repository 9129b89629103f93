import type { SigmaValue } from '../api.ts';
import type { FieldConditions } from './mapping.ts';

type FieldsOf = { readonly [name: string]: SigmaValue };

/** Nested deeper than this, a value is not looked for. */
const DEPTH_LIMIT = 16;

/**
 * The value of a field: of the one with just that name, else along its dots into nested objects; a list of the values
 * where a list is on the way. Undefined when there is none.
 */
export function valueAt(fields: FieldsOf, name: string): SigmaValue | undefined {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return own === undefined && name.includes('.') ? along(fields, name, 0) : own;
}

function along(value: SigmaValue, name: string, depth: number): SigmaValue | undefined {
  if (value === null || typeof value !== 'object' || depth > DEPTH_LIMIT) return undefined;
  if (isList(value)) {
    const found = value.flatMap((item) => along(item, name, depth + 1) ?? []);
    return found.length === 0 ? undefined : found;
  }
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  if (own !== undefined) return own;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot);
    const inner = Object.hasOwn(value, head) ? value[head] : undefined;
    const found = inner === undefined ? undefined : along(inner, name.slice(dot + 1), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text of a single value; empty for none, for lists and objects. */
export function textOf(value: SigmaValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** True when all conditions hold for these fields. */
export function fieldsMeet(fields: FieldsOf, conditions: FieldConditions): boolean {
  return conditions.every(({ field, values }) => {
    const value = valueAt(fields, field);
    if (value === undefined || value === null) return false;
    const texts = (isList(value) ? value : [value]).map((item) => textOf(item).toLowerCase());
    return values.some((wanted) => texts.some((text) => fits(wanted, text)));
  });
}

function fits(wanted: string, text: string): boolean {
  if (wanted === '*') return true;
  const open = wanted.startsWith('*');
  if (wanted.endsWith('*')) {
    const middle = wanted.slice(open ? 1 : 0, -1);
    return open ? text.includes(middle) : text.startsWith(middle);
  }
  return open ? text.endsWith(wanted.slice(1)) : text === wanted;
}

/** Narrows a value to a list. */
export function isList(value: SigmaValue | undefined): value is readonly SigmaValue[] {
  return Array.isArray(value);
}
