import type { SigmaLogSource } from '../api.ts';
import { readDocuments } from '../parse/documents.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, scalarText, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import type {
  CategoryTable,
  FieldConditions,
  FieldTable,
  LoadedMappings,
  MappingFile,
  MappingSource,
  Recogniser,
  ServiceTable,
} from './mapping.ts';

const KEYS = [
  'mapping',
  'description',
  'logsource',
  'recognise',
  'services',
  'categories',
  'further',
  'fields',
];

/** Loads mapping files (`content/mappings/*.yaml`). A file with an error is left out and reported. */
export function loadMappings(sources: readonly MappingSource[]): LoadedMappings {
  const documents = sources.flatMap(readDocuments);
  const files = documents.flatMap(({ node, report }) =>
    node === null ? [] : (readFile(node, report) ?? []),
  );
  return {
    mappings: { kind: 'sigma-mappings', files },
    diagnostics: documents.flatMap(({ report }) => report.diagnostics),
  };
}

function readFile(node: YamlNode, report: RuleReport): MappingFile | null {
  const map = expectMap(node, report);
  if (map === null) return null;
  for (const { key, keyAt } of map.entries) {
    if (!KEYS.includes(key)) bad(report, keyAt, `Unknown key ${key}; known: ${KEYS.join(', ')}`);
  }
  const reader = { report };
  const file: MappingFile = {
    name: textAt(map, 'mapping') ?? '',
    logsource: readLogSource(map, 'logsource', reader),
    recognise: listAt(map, 'recognise', reader).map((item) => readRecogniser(item, reader)),
    services: readServices(map, reader),
    categories: listAt(map, 'categories', reader).map((item) => readCategories(item, reader)),
    further: listAt(map, 'further', reader).map((item) => ({
      logsource: readLogSource(item, 'logsource', reader),
      where: readConditions(item, reader),
      add: readLogSource(item, 'add', reader),
    })),
    fields: listAt(map, 'fields', reader).map((item) => readFields(item, reader)),
  };
  return report.errors > 0 ? null : file;
}

interface Reader {
  readonly report: RuleReport;
}

function readRecogniser(map: YamlMap, reader: Reader): Recogniser {
  const has = findEntry(map, 'has');
  const where = readConditions(map, reader);
  if (has === null && where.length === 0) bad(reader.report, map.at, 'A record is told by has or where');
  const names = has === null ? [] : texts(has.value);
  return {
    has: names,
    where,
    logsource: readLogSource(map, 'logsource', reader),
    heads: [...names, ...where.map(({ field }) => field)].map(headsOf),
  };
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`: records may have dots in their names. */
function headsOf(name: string): readonly string[] {
  const words = name.split('.');
  return words.map((_, index) => words.slice(0, index + 1).join('.'));
}

function readConditions(map: YamlMap, reader: Reader): FieldConditions {
  return (mapAt(map, 'where', reader)?.entries ?? []).map(({ key, value }) => ({
    field: key,
    values: texts(value).map((text) => text.toLowerCase()),
  }));
}

function readServices(map: YamlMap, reader: Reader): ServiceTable | null {
  const entry = findEntry(map, 'services');
  if (entry === null) return null;
  const table = expectMap(entry.value, reader.report);
  if (table === null) return null;
  return { field: required(table, 'field', reader), values: readValues(table, reader) };
}

function readCategories(map: YamlMap, reader: Reader): CategoryTable {
  const values = new Map<string, readonly string[]>();
  for (const { key, value } of mapAt(map, 'values', reader)?.entries ?? []) {
    values.set(key.toLowerCase(), texts(value));
  }
  return { service: required(map, 'service', reader), field: required(map, 'field', reader), values };
}

function readFields(map: YamlMap, reader: Reader): FieldTable {
  const entriesOf = (key: string) => mapAt(map, key, reader)?.entries ?? [];
  return {
    logsource: readLogSource(map, 'logsource', reader),
    where: readConditions(map, reader),
    aliases: entriesOf('aliases').map(({ key, value }) => ({ name: key, from: texts(value) })),
    compose: entriesOf('compose').map(({ key, value }) => ({ name: key, templates: texts(value) })),
    join: entriesOf('join').flatMap(({ key, value }) => {
      const table = expectMap(value, reader.report);
      if (table === null) return [];
      return [{ name: key, from: required(table, 'from', reader), separator: textAt(table, 'with') ?? ' ' }];
    }),
    collect: entriesOf('collect').map(({ key, value }) => ({ name: key, from: texts(value) })),
    translate: entriesOf('translate').flatMap(({ key, value }) => {
      const table = expectMap(value, reader.report);
      if (table === null) return [];
      return [{ name: key, from: required(table, 'from', reader), values: readValues(table, reader) }];
    }),
  };
}

function readValues(map: YamlMap, reader: Reader): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of mapAt(map, 'values', reader)?.entries ?? []) {
    values.set(key.toLowerCase(), scalarText(value) ?? '');
  }
  return values;
}

function readLogSource(map: YamlMap, key: string, reader: Reader): SigmaLogSource {
  const parts = mapAt(map, key, reader);
  const source: Record<string, string> = {};
  for (const entry of parts?.entries ?? []) {
    if (['product', 'category', 'service'].includes(entry.key))
      source[entry.key] = scalarText(entry.value) ?? '';
    else bad(reader.report, entry.keyAt, 'A log source has product, category and service only');
  }
  return source;
}

function mapAt(map: YamlMap, key: string, reader: Reader): YamlMap | null {
  const entry = findEntry(map, key);
  return entry === null ? null : expectMap(entry.value, reader.report);
}

function listAt(map: YamlMap, key: string, reader: Reader): readonly YamlMap[] {
  const value = findEntry(map, key)?.value;
  if (value === undefined) return [];
  if (value.kind !== 'list') {
    bad(reader.report, value.at, `${key} must be a list`);
    return [];
  }
  return value.items.flatMap((item) => expectMap(item, reader.report) ?? []);
}

function required(map: YamlMap, key: string, reader: Reader): string {
  const text = textAt(map, key);
  if (text === null) bad(reader.report, map.at, `${key} is missing`);
  return text ?? '';
}

function textAt(map: YamlMap, key: string): string | null {
  const entry = findEntry(map, key);
  return entry === null ? null : scalarText(entry.value);
}

function texts(node: YamlNode): readonly string[] {
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => scalarText(item) ?? []);
}

function expectMap(node: YamlNode, report: RuleReport): YamlMap | null {
  return node.kind === 'map' ? node : bad(report, node.at, 'A map is expected here');
}

function bad(report: RuleReport, at: number, message: string): null {
  return report.error(
    { code: 'sigma.bad-mapping', message, help: 'docs/sigma.md describes mapping files.' },
    at,
  );
}
