import type { SigmaValue } from '../api.ts';
import { fieldsMeet, isList, textOf, valueAt } from './field-value.ts';
import type { FieldTable, RawEvent } from './mapping.ts';

type FieldsOf = RawEvent['fields'];

/** The fields with those of a table beside them; none that is there already is replaced. */
export function addFields(fields: FieldsOf, table: FieldTable): FieldsOf {
  if (!fieldsMeet(fields, table.where)) return fields;
  const added: Record<string, SigmaValue> = {};
  const add = (name: string, make: () => SigmaValue | undefined) => {
    if (fields[name] !== undefined || added[name] !== undefined) return;
    const value = make();
    if (value !== undefined) added[name] = value;
  };
  for (const { name, from } of table.aliases) add(name, () => firstOf(fields, from));
  for (const { name, from, values } of table.translate)
    add(name, () => translated(valueAt(fields, from), values));
  for (const { name, from, separator } of table.join)
    add(name, () => joined(valueAt(fields, from), separator));
  for (const { name, from } of table.collect) add(name, () => collected(fields, from));
  for (const { name, templates } of table.compose)
    add(name, () => firstFilled(templates, (part) => added[part] ?? valueAt(fields, part)));
  return Object.keys(added).length === 0 ? fields : { ...fields, ...added };
}

function firstOf(fields: FieldsOf, names: readonly string[]): SigmaValue | undefined {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function translated(
  value: SigmaValue | undefined,
  values: ReadonlyMap<string, string>,
): SigmaValue | undefined {
  const text = textOf(value).toLowerCase();
  return values.get(text) ?? (text === '' ? undefined : values.get('*'));
}

function joined(value: SigmaValue | undefined, separator: string): SigmaValue | undefined {
  return isList(value) && value.length > 0 ? value.map(textOf).join(separator) : undefined;
}

function collected(fields: FieldsOf, names: readonly string[]): SigmaValue | undefined {
  const values = names.flatMap((name) => valueAt(fields, name) ?? []);
  return values.length === 0 ? undefined : values;
}

function firstFilled(
  templates: readonly string[],
  lookUp: (name: string) => SigmaValue | undefined,
): string | undefined {
  for (const template of templates) {
    let complete = true;
    const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const value = textOf(lookUp(name));
      if (value === '') complete = false;
      return value;
    });
    if (complete) return text;
  }
  return undefined;
}
