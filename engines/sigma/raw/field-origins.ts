import type { SigmaLogSource } from '../api.ts';
import { applyMapping, isPartOf } from '../mapping/apply.ts';
import type { FieldTable, MappingFile, Mappings, RawEvent } from '../mapping/mapping.ts';

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

/** What the mapping of a record with these routing fields comes to: its log sources, and the tables that add fields. */
export interface MappedRoute {
  readonly sources: readonly SigmaLogSource[];
  readonly tables: readonly FieldTable[];
}

/** Goes through mapping files as `applyMapping` does, one by one, to see which tables each of them applies. */
export function mapRoute(files: readonly MappingFile[], record: RawEvent): MappedRoute {
  let { fields, ...logsource } = record;
  let furtherLogsources: readonly SigmaLogSource[] = [];
  const tables: FieldTable[] = [];
  for (const file of files) {
    if (!isPartOf(file.logsource, logsource)) continue;
    const mapped = applyMapping({ kind: 'sigma-mappings', files: [file] }, { ...logsource, fields });
    const [own = {}, ...added] = [mapped.logsource, ...(mapped.furtherLogsources ?? [])];
    ({ fields } = mapped);
    logsource = own;
    furtherLogsources = [...furtherLogsources, ...added];
    const sources = [logsource, ...furtherLogsources];
    tables.push(
      ...file.fields.filter((table) => sources.some((source) => isPartOf(table.logsource, source))),
    );
  }
  return { sources: [logsource, ...furtherLogsources], tables };
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
  if (!name.includes('.')) return [];
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/**
 * Gives, of a text, what must stand in some value of a record where tables may have made a value with that text: the
 * longest stretch without any character that they put between values. Null where nothing is certain.
 */
export function remainders(tables: readonly FieldTable[]): (text: string) => string | null {
  const values = tables
    .flatMap(({ translate }) => translate.flatMap((table) => [...table.values.values()]))
    .map((value) => value.toLowerCase());
  const templates = tables.flatMap(({ compose }) => compose.flatMap((item) => item.templates));
  const separators = tables.flatMap(({ join }) => join.map(({ separator }) => separator));
  const isSeamless = templates.some((template) => template.includes('}{')) || separators.includes('');
  const pieces = templates.flatMap((template) => template.split(/\{[^{}]+\}/));
  const between = new Set([...pieces, ...separators].join('').toLowerCase());
  return (text) => {
    if (isSeamless || values.some((value) => value.includes(text))) return null;
    let longest = '';
    let run = '';
    for (const char of text) {
      run = between.has(char) ? '' : run + char;
      if (run.length > longest.length) longest = run;
    }
    return longest === '' ? null : longest;
  };
}
