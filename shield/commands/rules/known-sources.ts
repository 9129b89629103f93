import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SigmaSource } from '@dejfa/sigma';
import { parse } from 'yaml';
import type { CommandContext } from '../context.ts';
import { projectMappings } from '../hunt-rules.ts';

/** A part of a log source (Sigma rules specification, "Log source"). */
export const SOURCE_PARTS = ['product', 'category', 'service'] as const;

/** Names that log sources have, as far as the project's mappings and the public rules know them. */
export interface KnownSources {
  readonly names: Readonly<Record<(typeof SOURCE_PARTS)[number], ReadonlySet<string>>>;
  /** Why no log is read for a log source, by `product/category/service` with `-` for a part that is left out. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** Null where the project's content is not there: then nothing can be said. */
export async function knownSources(context: CommandContext): Promise<KnownSources | null> {
  const path = join(context.folders.projectContent, 'mapping-examples', 'named-by-rules.yaml');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const names = { product: new Set<string>(), category: new Set<string>(), service: new Set<string>() };
  const reasons = new Map<string, string>();
  const named: readonly { readonly logsource: string; readonly none?: string }[] = parse(text);
  for (const { logsource, none } of named) {
    for (const [at, name] of logsource.split('/').entries()) names[SOURCE_PARTS[at] ?? 'service'].add(name);
    if (none !== undefined) reasons.set(logsource, none);
  }
  for (const mapping of await projectMappings(context)) collect(mapping, names);
  return { names, reasons };
}

function collect({ text }: SigmaSource, names: Readonly<Record<string, Set<string>>>): void {
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, name);
    else if (typeof value === 'string') names[key]?.add(value);
  };
  const document: unknown = parse(text);
  visit(document, '');
  for (const [section, part] of Object.entries(OF_VALUES)) {
    const list: unknown = (document as Readonly<Record<string, unknown>> | null)?.[section];
    for (const { values = {} } of [list].flat().filter(isTable))
      for (const name of Object.values(values).flat()) names[part]?.add(String(name));
  }
}

/** Sections of a mapping whose values are names of that part. */
const OF_VALUES = { services: 'service', categories: 'category' } as const;

function isTable(value: unknown): value is { readonly values?: Readonly<Record<string, unknown>> } {
  return typeof value === 'object' && value !== null;
}
