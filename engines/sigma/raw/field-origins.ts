import type { SigmaLogSource } from '../api.ts';
import { isPartOf } from '../mapping/apply.ts';
import type { FieldTable, MappingFile, Mappings } from '../mapping/mapping.ts';

/** The fields of a record that one of those that rules see can come from. */
export interface Origins {
  /** Fields whose value it may be, unchanged; the field of the same name is one. */
  readonly same: ReadonlySet<string>;
  /** Fields from whose values it may be made. */
  readonly made: ReadonlySet<string>;
  /** It may be there without any other field. */
  readonly free: boolean;
}

/** Mapping files that may have to do with records of a log source. */
export function filesFor({ files }: Mappings, logsource: SigmaLogSource): readonly MappingFile[] {
  return files.filter(({ logsource: wanted }) =>
    (['product', 'category', 'service'] as const).every(
      (part) =>
        wanted[part] === undefined || logsource[part] === undefined || wanted[part] === logsource[part],
    ),
  );
}

/** Fields that decide on the log sources of a record whose own is known in part; nested ones by their dots. */
export function routingNames(files: readonly MappingFile[]): readonly string[] {
  return files.flatMap(({ services, categories, further }) => [
    ...(services === null ? [] : [services.field]),
    ...categories.map(({ field }) => field),
    ...further.flatMap(({ where }) => where.map(({ field }) => field)),
  ]);
}

/** Tables that may add fields to records of these log sources. */
export function tablesFor(
  files: readonly MappingFile[],
  sources: readonly SigmaLogSource[],
): readonly FieldTable[] {
  return files
    .flatMap(({ fields }) => fields)
    .filter(({ logsource }) => sources.some((source) => isPartOf(logsource, source)));
}

/** Every field that tables read or add. */
export function tableNames(tables: readonly FieldTable[]): readonly string[] {
  return tables.flatMap((table) => [
    ...table.where.map(({ field }) => field),
    ...additionsOf(table).flatMap(({ name, from }) => [name, ...from]),
  ]);
}

/** How tables make fields: `same` if the value of one of `from` is taken as it is. */
export interface Addition {
  readonly name: string;
  readonly from: readonly string[];
  readonly how: 'same' | 'made' | 'free';
}

/** What a table adds. */
export function additionsOf(table: FieldTable): readonly Addition[] {
  return [
    ...table.aliases.map(({ name, from }): Addition => ({ name, from, how: 'same' })),
    ...table.collect.map(({ name, from }): Addition => ({ name, from, how: 'same' })),
    ...table.join.map(({ name, from }): Addition => ({ name, from: [from], how: 'made' })),
    ...table.translate.map(
      ({ name, from, values }): Addition => ({ name, from: [from], how: values.has('') ? 'free' : 'made' }),
    ),
    ...table.compose.map(
      ({ name, templates }): Addition => ({ name, from: templates.flatMap(partsOf), how: 'made' }),
    ),
  ];
}

/** Names in a template. */
function partsOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []);
}

/** Follows what tables add back to the fields of records. */
export function originsOf(field: string, additions: readonly Addition[]): Origins {
  const same = new Set<string>();
  const made = new Set<string>();
  let free = false;
  const follow = (name: string, isMade: boolean): void => {
    const seen = isMade ? made : same;
    if (seen.has(name)) return;
    seen.add(name);
    for (const addition of additions) {
      if (addition.name !== name) continue;
      free ||= addition.how === 'free';
      for (const from of addition.from) follow(from, isMade || addition.how !== 'same');
    }
  };
  follow(field, false);
  return { same, made, free };
}

/** `a` and `a.b` of `a.b.c`: where a nested field stands. */
export function headsOf(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** Whether a text may be made by tables, though it stands in no value of the record. */
export function mayBeMade(text: string, tables: readonly FieldTable[]): boolean {
  const between = tables.flatMap(({ compose, join }) => [
    ...compose.flatMap(({ templates }) =>
      templates.flatMap((template) => template.split(/\{[^{}]+\}/).slice(1, -1)),
    ),
    ...compose
      .flatMap(({ templates }) => templates.flatMap((template) => template.split(/\{[^{}]+\}/)))
      .filter((part) => part !== ''),
    ...join.map(({ separator }) => separator),
  ]);
  const touches = (part: string) =>
    part === '' || [...part].some((char) => text.includes(char.toLowerCase()));
  const values = tables.flatMap(({ translate }) => translate.flatMap((table) => [...table.values.values()]));
  return between.some(touches) || values.some((value) => value.toLowerCase().includes(text));
}
