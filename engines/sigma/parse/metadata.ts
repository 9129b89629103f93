import type { SigmaLevel, SigmaLogSource, SigmaRuleInfo } from '../api.ts';
import { suggestName } from './near-name.ts';
import type { RuleReport } from './report.ts';
import { findEntry, scalarText, type YamlMap } from './yaml-node.ts';

const LEVELS: readonly string[] = [
  'informational',
  'low',
  'medium',
  'high',
  'critical',
] satisfies SigmaLevel[];
const STATUSES: readonly string[] = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** Where a document stands: its file and its position among the documents there, from 0. */
export interface DocumentPlace {
  readonly path: string;
  readonly index: number;
}

/**
 * Reads what a rule says of itself. A rule without an identifier gets one of its path and position; one without a
 * level counts as `medium`; both with a warning. Null when title or log source is missing.
 */
export function parseMetadata(rule: YamlMap, report: RuleReport, place: DocumentPlace): SigmaRuleInfo | null {
  const title = textOf(rule, 'title');
  if (title === '') {
    report.error(
      { code: 'sigma.missing', message: 'The rule has no title', help: 'Add `title:` with a short name.' },
      rule.at,
    );
  }
  const logsource = parseLogSource(rule, report);
  if (title === '' || logsource === null) return null;
  const id = parseId(rule, report, place);
  return {
    ...parseOptional(rule, report),
    id,
    title,
    level: parseLevel(rule, report),
    logsource,
    path: place.path,
  };
}

/** What a correlation or a filter says of itself: no log source of its own; identifier and level may be left out. */
export interface MetaInfo extends Omit<SigmaRuleInfo, 'level'> {
  /** Null: not stated. */
  readonly level: SigmaLevel | null;
}

/**
 * Reads what a correlation or a filter says of itself. One without an identifier is named by its path and position,
 * with a warning where it has no `name` either. Null when it has no title.
 */
export function parseMetaInfo(rule: YamlMap, report: RuleReport, place: DocumentPlace): MetaInfo | null {
  const title = textOf(rule, 'title');
  if (title === '') {
    const help = 'Add `title:` with a short name.';
    return report.error({ code: 'sigma.missing', message: 'The document has no title', help }, rule.at);
  }
  const isNamed = textOf(rule, 'id') === '' && textOf(rule, 'name') !== '';
  const id = isNamed ? `${place.path}#${place.index}` : parseId(rule, report, place);
  const level = findEntry(rule, 'level') === null ? null : parseLevel(rule, report);
  return { ...parseOptional(rule, report), id, title, level, logsource: {}, path: place.path };
}

function parseOptional(
  rule: YamlMap,
  report: RuleReport,
): Pick<SigmaRuleInfo, 'name' | 'status' | 'description' | 'tags' | 'techniques' | 'falsePositives'> {
  const tags = textsOf(rule, 'tags');
  const name = textOf(rule, 'name');
  warnTitle(rule, report);
  warnTaxonomy(rule, report);
  return {
    ...(name === '' ? {} : { name }),
    status: parseStatus(rule, report),
    description: textOf(rule, 'description'),
    tags,
    techniques: tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []),
    falsePositives: textsOf(rule, 'falsepositives'),
  };
}

/** "A brief title (max. 256 characters)": rules specification, "Title". */
const TITLE_LIMIT = 256;

function warnTitle(rule: YamlMap, report: RuleReport): void {
  const entry = findEntry(rule, 'title');
  if (entry === null || textOf(rule, 'title').length <= TITLE_LIMIT) return;
  const message = `The title is longer than ${TITLE_LIMIT} characters`;
  const help = 'Shorten it, and put the rest into the description.';
  report.warn({ code: 'sigma.bad-metadata', message, help }, entry.value.at);
}

/** A custom taxonomy must be handled or transformed (rules specification, "Taxonomy"); here pipelines do that. */
function warnTaxonomy(rule: YamlMap, report: RuleReport): void {
  const taxonomy = textOf(rule, 'taxonomy');
  const entry = findEntry(rule, 'taxonomy');
  if (entry === null || taxonomy === '' || taxonomy.toLowerCase() === 'sigma') return;
  const message = `The rule is written in the taxonomy ${JSON.stringify(taxonomy)}; its names are taken as they stand`;
  const help =
    'Give its fields and log source the names of events with a pipeline (rule_attribute: taxonomy).';
  report.warn({ code: 'sigma.bad-metadata', message, help }, entry.value.at);
}

/** Reads `logsource`; null, with a diagnostic, when it is missing or names nothing. */
export function parseLogSource(rule: YamlMap, report: RuleReport): SigmaLogSource | null {
  const entry = findEntry(rule, 'logsource');
  const help = 'Add `logsource:` with at least one of `product`, `category`, `service`.';
  if (entry === null)
    return report.error({ code: 'sigma.missing', message: 'The rule has no logsource', help }, rule.at);
  if (entry.value.kind !== 'map') {
    return report.error(
      { code: 'sigma.bad-metadata', message: 'logsource is not a map', help },
      entry.value.at,
    );
  }
  const product = textOf(entry.value, 'product').toLowerCase();
  const category = textOf(entry.value, 'category').toLowerCase();
  const service = textOf(entry.value, 'service').toLowerCase();
  if (product === '' && category === '' && service === '') {
    return report.error(
      { code: 'sigma.bad-metadata', message: 'The logsource names no source', help },
      entry.keyAt,
    );
  }
  return {
    ...(product === '' ? {} : { product }),
    ...(category === '' ? {} : { category }),
    ...(service === '' ? {} : { service }),
  };
}

function parseId(rule: YamlMap, report: RuleReport, place: DocumentPlace): string {
  const id = textOf(rule, 'id');
  if (id !== '') return id.toLowerCase();
  const help = 'Add `id:` with a random UUID, so that the rule can be referred to.';
  report.warn({ code: 'sigma.missing', message: 'The rule has no id', help }, rule.at);
  return `${place.path}#${place.index}`;
}

function parseLevel(rule: YamlMap, report: RuleReport): SigmaLevel {
  const entry = findEntry(rule, 'level');
  const level = textOf(rule, 'level').toLowerCase();
  if (isLevel(level)) return level;
  const help = `Use one of ${LEVELS.join(', ')}.`;
  if (entry === null)
    report.warn({ code: 'sigma.missing', message: 'The rule has no level; medium is taken', help }, rule.at);
  else
    report.warn(
      {
        code: 'sigma.bad-metadata',
        message: 'Unknown level; medium is taken',
        help: suggestName(level, LEVELS, 'Use one of'),
      },
      entry.value.at,
    );
  return 'medium';
}

function isLevel(text: string): text is SigmaLevel {
  return LEVELS.includes(text);
}

function parseStatus(rule: YamlMap, report: RuleReport): string {
  const entry = findEntry(rule, 'status');
  const status = textOf(rule, 'status').toLowerCase();
  if (entry !== null && !STATUSES.includes(status)) {
    report.warn(
      { code: 'sigma.bad-metadata', message: 'Unknown status', help: `Use one of ${STATUSES.join(', ')}.` },
      entry.value.at,
    );
  }
  if (entry !== null && status === 'unsupported') {
    const help = 'Its author marks the rule as not usable as it is; change the status once it is.';
    report.error(
      { code: 'sigma.unsupported-status', message: 'The rule has the status unsupported', help },
      entry.value.at,
    );
  }
  return status;
}

function textOf(map: YamlMap, key: string): string {
  const entry = findEntry(map, key);
  return entry === null ? '' : (scalarText(entry.value)?.trim() ?? '');
}

function textsOf(map: YamlMap, key: string): readonly string[] {
  const value = findEntry(map, key)?.value;
  if (value === undefined) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => scalarText(item) ?? []);
}
