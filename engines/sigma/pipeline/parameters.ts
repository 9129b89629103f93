import type { RuleReport } from '../parse/report.ts';
import { findEntry, scalarText, type YamlEntry, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import type { PipelineValue } from './pipeline.ts';
import { pythonRegex } from './python-regex.ts';

/** Parameters of a step or a condition. What is missing, wrong or not known is reported, and the pipeline refused. */
export class Parameters {
  readonly map: YamlMap;
  readonly report: RuleReport;
  readonly #known = new Set(['type']);

  constructor(map: YamlMap, report: RuleReport) {
    this.map = map;
    this.report = report;
  }

  /** The value under a key, or null; the key then counts as known. */
  entry(name: string): YamlEntry | null {
    this.#known.add(name);
    return findEntry(this.map, name);
  }

  /** Text, or a number as written; without a fallback the parameter must be there. */
  text(name: string, fallback: string | null = null): string {
    const entry = this.entry(name);
    if (entry === null) return fallback ?? this.missing(name, '');
    return scalarText(entry.value) ?? this.wrong(entry, 'text', '');
  }

  /** A list of texts, or a single one; empty where it is left out and `isOptional`. */
  texts(name: string, isOptional = false): readonly string[] {
    const entry = this.entry(name);
    if (entry === null) return isOptional ? [] : this.missing(name, []);
    const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
    return items.flatMap((item) => scalarText(item) ?? this.wrong(entry, 'a list of texts', []));
  }

  /** True or false; false where it is left out. */
  flag(name: string): boolean {
    const entry = this.entry(name);
    if (entry === null) return false;
    return entry.value.kind === 'boolean' ? entry.value.value : this.wrong(entry, 'true or false', false);
  }

  /** One of a few words; without a fallback the parameter must be there. */
  choice<Word extends string>(name: string, words: readonly [Word, ...Word[]], fallback: Word | null): Word {
    const text = this.text(name, fallback);
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const entry = this.entry(name);
    const [first] = words;
    return entry === null ? first : this.wrong(entry, `one of ${words.join(', ')}`, first);
  }

  /** A map from a text to one or more texts; a key that is null becomes an empty text. */
  mapping(name: string, isOptional = false): ReadonlyMap<string, readonly string[]> {
    const entry = this.entry(name);
    if (entry === null) return isOptional ? new Map() : this.missing(name, new Map());
    if (entry.value.kind !== 'map') return this.wrong(entry, 'a map', new Map());
    return new Map(
      entry.value.entries.map(({ key, value }) => {
        const items = value.kind === 'list' ? value.items : [value];
        return [key, items.flatMap((item) => scalarText(item) ?? this.wrong(entry, 'a map of texts', []))];
      }),
    );
  }

  /** Text, number, true, false or null. */
  value(name: string): PipelineValue {
    const entry = this.entry(name);
    if (entry === null) return this.missing(name, null);
    const value = plainValue(entry.value);
    return value === undefined ? this.wrong(entry, 'a single value', null) : value;
  }

  /** A regular expression as Python's `re` reads it; `flags`: of JavaScript. */
  regex(name: string, flags: string): RegExp {
    const source = this.text(name);
    const regex = pythonRegex(source, flags);
    const entry = this.entry(name);
    if (regex !== null || entry === null) return regex ?? /(?!)/;
    return this.wrong(entry, 'a regular expression', /(?!)/);
  }

  /** Reports what was given and not asked for; `others`: keys that are read elsewhere. */
  finish(others: readonly string[]): void {
    for (const { key, keyAt } of this.map.entries) {
      if (this.#known.has(key) || others.includes(key)) continue;
      const help = `Known here: ${[...this.#known, ...others].join(', ')}.`;
      this.report.error(
        { code: 'sigma.bad-pipeline', message: `Unknown parameter ${JSON.stringify(key)}`, help },
        keyAt,
      );
    }
  }

  missing<T>(name: string, fallback: T): T {
    const message = `The parameter ${name} is missing`;
    this.report.error({ code: 'sigma.bad-pipeline', message, help: `Add \`${name}:\`.` }, this.map.at);
    return fallback;
  }

  wrong<T>(entry: YamlEntry, wanted: string, fallback: T): T {
    const message = `The parameter ${entry.key} has a value that does not fit`;
    this.report.error({ code: 'sigma.bad-pipeline', message, help: `It takes ${wanted}.` }, entry.value.at);
    return fallback;
  }
}

/** A scalar as a plain value; undefined for lists and maps. */
export function plainValue(node: YamlNode): PipelineValue | undefined {
  switch (node.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    default:
      return undefined;
  }
}
