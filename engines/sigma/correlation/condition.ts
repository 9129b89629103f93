import { parseCondition } from '../condition/parser.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, scalarText, type YamlEntry, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import type { Comparison, CorrelationCondition, CorrelationType } from './plan.ts';

const OPERATORS: readonly string[] = [
  'gt',
  'gte',
  'lt',
  'lte',
  'eq',
  'neq',
] satisfies Comparison['operator'][];

/** Types that need `field` in their condition. */
const WITH_FIELD: ReadonlySet<CorrelationType> = new Set([
  'value_count',
  'value_sum',
  'value_max',
  'value_min',
  'value_avg',
  'value_percentile',
  'value_median',
]);

/** Types that look at which rules occur. */
export function isTemporal(type: CorrelationType): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

/** The condition of a correlation as read, before its names are looked up. */
export interface ReadCondition {
  readonly condition: CorrelationCondition;
  readonly fields: readonly string[];
  readonly percentile: number | null;
}

/**
 * Reads `condition` (correlation rules specification, "Condition"): a map of comparisons, or, for the temporal types,
 * the references joined by and, or and not (pySigma). Without one, a temporal type wants all of its rules.
 */
export function readCondition(
  correlation: YamlMap,
  type: CorrelationType,
  context: { readonly report: RuleReport; readonly references: readonly string[] },
): ReadCondition | null {
  const { report, references } = context;
  const entry = findEntry(correlation, 'condition');
  if (entry === null && isTemporal(type)) {
    const comparisons: readonly Comparison[] = [{ operator: 'gte', value: references.length }];
    return { condition: { kind: 'measure', comparisons }, fields: [], percentile: null };
  }
  if (entry === null) {
    const help = 'Add `condition:` with a comparison, such as `gte: 10`.';
    return report.error(
      { code: 'sigma.missing', message: 'The correlation has no condition', help },
      correlation.at,
    );
  }
  if (entry.value.kind === 'text' && isTemporal(type))
    return readExpression(entry.value.value, entry, context);
  if (entry.value.kind === 'map') return readMap(entry.value, type, report);
  const help = isTemporal(type)
    ? 'Write comparisons, such as `gte: 2`, or names of rules joined by and, or, not.'
    : `Write a comparison, such as \`gte: 10\`; names of rules joined by and, or, not are for temporal types.`;
  return report.error(
    { code: 'sigma.bad-correlation', message: 'The condition is not a map of comparisons', help },
    entry.value.at,
  );
}

function readExpression(
  text: string,
  entry: YamlEntry,
  context: { readonly report: RuleReport; readonly references: readonly string[] },
): ReadCondition | null {
  const parsed = parseCondition(text, context.references);
  if (parsed.kind === 'refused') {
    const { code, message, at, help } = parsed.problem;
    return context.report.error({ code, message, help }, entry.value.at + at);
  }
  return {
    condition: { kind: 'occurrence', condition: parsed.condition },
    fields: [],
    percentile: null,
  };
}

function readMap(map: YamlMap, type: CorrelationType, report: RuleReport): ReadCondition | null {
  const errors = report.errors;
  const comparisons = map.entries.flatMap((entry) => readComparison(entry, report));
  const fields = readFields(map, type, report);
  const percentile = readPercentile(map, type, report);
  if (comparisons.length === 0 && report.errors === errors) {
    const help = `Add one of ${OPERATORS.join(', ')}, with a number.`;
    report.error(
      { code: 'sigma.bad-correlation', message: 'The condition compares with nothing', help },
      map.at,
    );
  }
  if (type === 'value_percentile' && percentile === null) refuseShares(comparisons, map, report);
  if (report.errors > errors) return null;
  return { condition: { kind: 'measure', comparisons }, fields, percentile };
}

function readComparison(entry: YamlEntry, report: RuleReport): readonly Comparison[] {
  const { key, keyAt, value } = entry;
  if (key === 'field' || key === 'percentile') return [];
  if (!isOperator(key)) {
    const help = `Known: ${OPERATORS.join(', ')}, field, percentile.`;
    const message = `Unknown part of a condition ${JSON.stringify(key)}`;
    report.error({ code: 'sigma.bad-correlation', message, help }, keyAt);
    return [];
  }
  const number = numberOf(value);
  if (number !== null) return [{ operator: key, value: number }];
  const message = `${key} compares with a number only`;
  report.error({ code: 'sigma.bad-correlation', message, help: `Write it as \`${key}: 10\`.` }, value.at);
  return [];
}

function readFields(map: YamlMap, type: CorrelationType, report: RuleReport): readonly string[] {
  const entry = findEntry(map, 'field');
  const isWanted = WITH_FIELD.has(type);
  if (entry === null) {
    if (!isWanted) return [];
    const help = 'Add `field:` with the field whose values are looked at.';
    report.error({ code: 'sigma.missing', message: `${type} needs a field in its condition`, help }, map.at);
    return [];
  }
  if (!isWanted) {
    const help = 'Remove it, or use a type that looks at values, such as value_count.';
    report.error({ code: 'sigma.bad-correlation', message: `${type} looks at no field`, help }, entry.keyAt);
    return [];
  }
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const names = items.flatMap((item) => scalarText(item) ?? []);
  if (names.length === 0 || names.length < items.length || (names.length > 1 && type !== 'value_count')) {
    const help =
      type === 'value_count' ? 'Write a field, or a list of fields.' : 'Several fields are for value_count.';
    report.error(
      { code: 'sigma.bad-correlation', message: 'field does not name one field', help },
      entry.value.at,
    );
  }
  return names;
}

function readPercentile(map: YamlMap, type: CorrelationType, report: RuleReport): number | null {
  const entry = findEntry(map, 'percentile');
  if (entry === null) return type === 'value_median' ? 50 : null;
  const number = numberOf(entry.value);
  if (type === 'value_percentile' && number !== null && number >= 0 && number <= 100) return number;
  const message =
    type === 'value_percentile' ? 'A percentile is a number from 0 to 100' : `${type} has no percentile`;
  const help =
    type === 'value_percentile' ? 'Write it as `percentile: 95`.' : 'It is a part of value_percentile.';
  return report.error({ code: 'sigma.bad-correlation', message, help }, entry.keyAt);
}

/** Without `percentile`, what is compared is a share of all values (specification, "Value Percentile"). */
function refuseShares(comparisons: readonly Comparison[], map: YamlMap, report: RuleReport): void {
  if (comparisons.every(({ value }) => value >= 0 && value <= 100)) return;
  const message = 'Without a percentile the share of a value is compared, and none is above 100 %';
  const help = 'Say which percentile of the values is meant, such as `percentile: 95`.';
  report.error({ code: 'sigma.bad-correlation', message, help }, map.at);
}

function numberOf(node: YamlNode): number | null {
  if (node.kind === 'number') return Number.isFinite(node.value) ? node.value : null;
  if (node.kind !== 'text' || !/^-?\d{1,15}(?:\.\d{1,15})?$/.test(node.value)) return null;
  return Number(node.value);
}

function isOperator(text: string): text is Comparison['operator'] {
  return OPERATORS.includes(text);
}
