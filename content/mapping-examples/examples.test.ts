import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMapping, loadMappings, type SigmaEvent, type SigmaLogSource } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { FormatName } from '../../shield/sense/format-setting.ts';
import { openFormat } from '../../shield/sense/formats/index.ts';

/** An example: a record (or lines) as a collector writes it, and what rules see of it. */
interface Example {
  readonly name: string;
  /** How the record is read; `json` tells the kind by its keys. */
  readonly format?: FormatName;
  readonly file?: string;
  readonly record?: object;
  readonly lines?: string;
  /** `product/category/service`, `-` where a part is not known: all of them, the event's own first. */
  readonly logsources: readonly string[];
  readonly fields?: SigmaEvent['fields'];
}

/** A log source that a published rule names: an example shows a record of it, or `none` says why there is none. */
interface NamedSource {
  readonly logsource: string;
  readonly none?: string;
}

const folder = import.meta.dirname;
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'named-by-rules.yaml');
const mappingFolder = join(folder, '../mappings');
const mappingNames = readdirSync(mappingFolder).filter((name) => name.endsWith('.yaml'));
const { mappings, diagnostics } = loadMappings(
  mappingNames.map((path) => ({ path, text: readFileSync(join(mappingFolder, path), 'utf8') })),
);
const examples = files.flatMap((file) =>
  (parse(read(file)) as Example[]).map((example) => ({ file, ...example })),
);

describe('examples of mappings', () => {
  it('are there for each mapping file', () => {
    expect(diagnostics).toEqual([]);
    expect(mappingNames.filter((name) => !files.includes(name))).toEqual([]);
  });

  it.each(examples)('$file: $name', (example) => {
    const seen = eventsOf(example).map((event) => ({ logsources: sourcesOf(event).map(nameOf), event }));
    const wanted = seen.find(({ logsources }) => logsources.join() === example.logsources.join());
    expect(seen.map(({ logsources }) => logsources)).toContainEqual(example.logsources);
    expect(wanted?.event.fields).toMatchObject(example.fields ?? {});
  });
});

describe('log sources that published rules name', () => {
  const named = parse(read('named-by-rules.yaml')) as NamedSource[];
  const shown = examples.flatMap(({ logsources }) => logsources);

  it.each(named)('$logsource has an example, or a reason why not', ({ logsource, none }) => {
    const found = shown.some((name) => isPart(logsource, name));
    expect(found, none ?? 'no example').toBe(none === undefined);
  });
});

function eventsOf({ format = 'json', file: _, record, lines, ...example }: Example): readonly SigmaEvent[] {
  const parser = openFormat(format);
  const context = { receivedMs: 1_795_000_000_000, zoneOffsetMinutes: 0, fileName: fileNameOf(example) };
  const texts = record === undefined ? (lines ?? '').trimEnd().split('\n') : [JSON.stringify(record)];
  const results = texts.map((text) => parser.parse(text, context));
  const read = results.flatMap((result) => {
    if (result.kind === 'failure') throw new Error(result.reason);
    if (result.kind === 'records') return result.records;
    return result.kind === 'record' ? [result, ...(result.derived ?? [])] : [];
  });
  return [...read, ...(parser.finish?.() ?? [])].map(({ logsource, fields }) =>
    applyMapping(mappings, { ...logsource, fields }),
  );
}

function fileNameOf(example: object): string {
  return 'fileName' in example && typeof example.fileName === 'string' ? example.fileName : '';
}

function sourcesOf({ logsource, furtherLogsources }: SigmaEvent): readonly SigmaLogSource[] {
  return [logsource, ...(furtherLogsources ?? [])];
}

function nameOf({ product = '-', category = '-', service = '-' }: SigmaLogSource): string {
  return `${product}/${category}/${service}`;
}

function isPart(wanted: string, actual: string): boolean {
  const parts = actual.split('/');
  return wanted.split('/').every((part, index) => part === '-' || part === parts[index]);
}
