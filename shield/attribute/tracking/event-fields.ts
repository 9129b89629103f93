import type { Fields, FieldValue } from '../../model/index.ts';

/** The first of the named fields that has a text or a number, as text; null where none has. Names may be dotted paths. */
export function textAt(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (typeof value === 'string' && value !== '' && value !== '-') return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
}

/** The texts of the first of the named fields that is there: of a list its texts, of a text that text. */
export function textsAt(fields: Fields, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (typeof value === 'string' && value !== '') return [value];
    if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  }
  return [];
}

function valueAt(fields: Fields, name: string): FieldValue | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return name.split('.').reduce<FieldValue | undefined>((value, part) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.hasOwn(value, part) ? (value as Fields)[part] : undefined;
  }, fields);
}
