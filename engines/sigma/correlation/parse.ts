import type { DocumentPlace, MetaInfo } from '../parse/metadata.ts';
import { parseMetaInfo } from '../parse/metadata.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, scalarText, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import { isTemporal, type ReadCondition, readCondition } from './condition.ts';
import { CORRELATION_TYPES, type CorrelationType } from './plan.ts';
import { parseTimespan } from './timespan.ts';

/** A reference to a rule by name or identifier, as written; `at`: offset in the source. */
export interface Reference {
  readonly text: string;
  readonly at: number;
}

/** An alias for one of the rules; `rule` is a reference. */
export interface AliasEntry {
  readonly alias: string;
  readonly rule: Reference;
  readonly field: string;
}

/** A correlation rule as read, before its references are looked up. */
export interface CorrelationDraft extends ReadCondition {
  readonly info: MetaInfo;
  readonly type: CorrelationType;
  readonly references: readonly Reference[];
  readonly groupBy: readonly string[];
  readonly aliases: readonly AliasEntry[];
  readonly timespanMs: number;
  readonly generate: boolean;
}

/** More rules than this in a temporal correlation are refused: which of them occurred is kept in the bits of a number. */
const TEMPORAL_LIMIT = 30;

/** In any order but the one written with all of them, every choice of rules is tried. */
const CHOICE_LIMIT = 8;

const KNOWN = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];

/** Reads a document with `correlation:` (correlation rules specification 2.1); null, with diagnostics, when refused. */
export function parseCorrelation(
  document: YamlMap,
  report: RuleReport,
  place: DocumentPlace,
): CorrelationDraft | null {
  const info = parseMetaInfo(document, report, place);
  const entry = findEntry(document, 'correlation');
  if (entry?.value.kind !== 'map') {
    const help = 'Write a map with type, rules, group-by, timespan and condition.';
    return report.error(
      { code: 'sigma.bad-correlation', message: 'correlation is not a map', help },
      entry?.value.at ?? document.at,
    );
  }
  const map = entry.value;
  for (const { key, keyAt } of map.entries) {
    if (KNOWN.includes(key)) continue;
    const message = `Unknown part of a correlation ${JSON.stringify(key)}`;
    report.error({ code: 'sigma.bad-correlation', message, help: `Known: ${KNOWN.join(', ')}.` }, keyAt);
  }
  const type = readType(map, report);
  const references = type === null ? [] : readReferences(map, type, report);
  const timespanMs = readTimespan(map, report);
  const parts = {
    groupBy: readGroupBy(map, report),
    aliases: readAliases(map, report),
    generate: readGenerate(map, document, report),
  };
  if (type === null || references.length === 0) return null;
  const context = { report, references: references.map(({ text }) => text) };
  const condition = readCondition(map, type, context);
  if (condition === null || info === null || timespanMs === null || report.errors > 0) return null;
  const draft = { ...parts, ...condition, info, type, references, timespanMs };
  return isTooWide(draft, map, report) ? null : draft;
}

function readType(map: YamlMap, report: RuleReport): CorrelationType | null {
  const entry = findEntry(map, 'type');
  const text = entry === null ? null : scalarText(entry.value);
  const type = CORRELATION_TYPES.find((name) => name === text?.toLowerCase());
  if (type !== undefined) return type;
  const message =
    entry === null ? 'The correlation has no type' : `Unknown type of correlation ${JSON.stringify(text)}`;
  const help = `Use one of ${CORRELATION_TYPES.join(', ')}.`;
  const code = entry === null ? 'sigma.missing' : 'sigma.bad-correlation';
  return report.error({ code, message, help }, entry?.value.at ?? map.at);
}

function readReferences(map: YamlMap, type: CorrelationType, report: RuleReport): readonly Reference[] {
  const entry = findEntry(map, 'rules');
  const condition = findEntry(map, 'condition')?.value;
  if (entry === null && isTemporal(type) && condition?.kind === 'text')
    return namesIn(condition.value, condition.at);
  if (entry === null) {
    const help = 'Add `rules:` with names or identifiers of rules.';
    report.error({ code: 'sigma.missing', message: 'The correlation names no rules', help }, map.at);
    return [];
  }
  const found = textsOf(entry.value);
  if (found !== null && found.length > 0 && new Set(found.map(({ text }) => text)).size === found.length)
    return found;
  const message = 'rules is not a list of different names or identifiers of rules';
  const help = 'Write each rule once: its name, or its identifier.';
  report.error({ code: 'sigma.bad-correlation', message, help }, entry.value.at);
  return [];
}

/** Without `rules`, the rules are those that the condition names (pySigma). */
function namesIn(expression: string, at: number): readonly Reference[] {
  const names = [...expression.matchAll(/[^\s()]+/g)].filter(([word]) => !/^(?:and|or|not)$/i.test(word));
  const first = new Map(names.map((found) => [found[0], found.index]).reverse() as [string, number][]);
  return [...new Set(names.map(([word]) => word))].map((text) => ({
    text,
    at: at + (first.get(text) ?? 0),
  }));
}

function readTimespan(map: YamlMap, report: RuleReport): number | null {
  const entry = findEntry(map, 'timespan');
  const text = entry === null ? null : scalarText(entry.value);
  const spanMs = text === null ? null : parseTimespan(text);
  if (spanMs !== null) return spanMs;
  const message = entry === null ? 'The correlation has no timespan' : 'Not a span of time';
  const help = 'Write a number above 0 and a unit: 90s, 15m, 1h, 7d, 2w, 1M, 1y.';
  const code = entry === null ? 'sigma.missing' : 'sigma.bad-correlation';
  return report.error({ code, message, help }, entry?.value.at ?? map.at);
}

function readGroupBy(map: YamlMap, report: RuleReport): readonly string[] {
  const entry = findEntry(map, 'group-by');
  if (entry === null) {
    const message = 'Without group-by, events of all hosts and users count together';
    report.warn({ code: 'sigma.missing', message, help: 'Add `group-by:` with a list of fields.' }, map.at);
    return [];
  }
  const found = textsOf(entry.value);
  if (found !== null) return [...new Set(found.map(({ text }) => text))];
  const help = 'Write a field, or a list of fields.';
  report.error(
    { code: 'sigma.bad-correlation', message: 'group-by is not a list of fields', help },
    entry.value.at,
  );
  return [];
}

function readAliases(map: YamlMap, report: RuleReport): readonly AliasEntry[] {
  const entry = findEntry(map, 'aliases');
  if (entry === null) return [];
  const help = 'Write, under each alias, the names of rules, each with its field.';
  const refuse = (node: YamlNode) =>
    report.error({ code: 'sigma.bad-correlation', message: 'Not a map of aliases', help }, node.at);
  if (entry.value.kind !== 'map') {
    refuse(entry.value);
    return [];
  }
  return entry.value.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'map') return refuse(value) ?? [];
    return value.entries.flatMap((rule) => {
      const field = scalarText(rule.value);
      if (field === null) return refuse(rule.value) ?? [];
      return [{ alias: key, rule: { text: rule.key, at: rule.keyAt }, field }];
    });
  });
}

/** `generate` stands beside `correlation` in the specification, and inside it in pySigma. */
function readGenerate(map: YamlMap, document: YamlMap, report: RuleReport): boolean {
  const entry = findEntry(map, 'generate') ?? findEntry(document, 'generate');
  if (entry === null) return false;
  if (entry.value.kind === 'boolean') return entry.value.value;
  const message = 'generate is neither true nor false';
  report.error({ code: 'sigma.bad-correlation', message, help: 'Write `generate: true`.' }, entry.value.at);
  return false;
}

function isTooWide({ type, references, condition }: CorrelationDraft, map: YamlMap, report: RuleReport) {
  const count = references.length;
  const wantsAll =
    condition.kind === 'measure' &&
    condition.comparisons.every(({ operator, value }) => operator === 'gte' && value === count);
  const limit = type === 'temporal_ordered' && !wantsAll ? CHOICE_LIMIT : TEMPORAL_LIMIT;
  if (!isTemporal(type) || count <= limit) return false;
  const message = `A correlation of this kind takes up to ${limit} rules, and this one has ${count}`;
  report.error(
    { code: 'sigma.bad-correlation', message, help: 'Chain several correlations.' },
    findEntry(map, 'rules')?.value.at ?? map.at,
  );
  return true;
}

function textsOf(node: YamlNode): readonly Reference[] | null {
  const items = node.kind === 'list' ? node.items : [node];
  const found = items.flatMap((item) => {
    const text = scalarText(item)?.trim() ?? '';
    return text === '' ? [] : [{ text, at: item.at }];
  });
  return found.length === items.length ? found : null;
}
