import type { SigmaFilterInfo, SigmaLogSource } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { OpenRule } from '../ast/rule.ts';
import type { RuleReport } from '../parse/report.ts';
import type { FilterDraft } from './parse.ts';

/** A filter that was read, and where to say what is wrong with it. */
export interface UnappliedFilter {
  readonly draft: FilterDraft;
  readonly report: RuleReport;
}

/** Rules with their filters, in the order given, and which filter went where. */
export interface FilteredRules {
  readonly rules: readonly OpenRule[];
  readonly filters: readonly SigmaFilterInfo[];
}

/**
 * Adds filters to the rules that they name, or to any, as far as the rule's log source is part of the filter's. What a
 * filter names and does not reach is warned of.
 */
export function applyFilters(rules: readonly OpenRule[], filters: readonly UnappliedFilter[]): FilteredRules {
  const added = rules.map(() => [] as FilterDraft[]);
  const infos = filters.map(({ draft, report }): SigmaFilterInfo => {
    const reached = rules.flatMap((rule, index) => (applies(draft, rule) ? [index] : []));
    for (const index of reached) added[index]?.push(draft);
    warnUnreached(draft, rules, report);
    const { id, title, path } = draft.info;
    return { id, title, path, rules: reached.map((index) => rules[index]?.info.id ?? '') };
  });
  return { rules: rules.map((rule, index) => (added[index] ?? []).reduce(withFilter, rule)), filters: infos };
}

function applies(filter: FilterDraft, rule: OpenRule): boolean {
  if (!isPartOf(rule.info.logsource, filter.logsource)) return false;
  return filter.references === null || filter.references.some(({ text }) => isNamed(rule, text));
}

function isNamed({ info }: OpenRule, reference: string): boolean {
  return info.id === reference.toLowerCase() || info.name === reference;
}

/** What the filter states of the log source must stand in the rule's. */
function isPartOf(rule: SigmaLogSource, filter: SigmaLogSource): boolean {
  return (['product', 'category', 'service'] as const).every(
    (part) => filter[part] === undefined || filter[part] === rule[part],
  );
}

function withFilter(rule: OpenRule, filter: FilterDraft): OpenRule {
  const nameOf = (name: string) => `${filter.info.id}/${name}`;
  const detections = new Map(rule.detections);
  for (const [name, detection] of filter.detections) detections.set(nameOf(name), detection);
  const renamed = rename(filter.condition, nameOf);
  const lets: Condition = holdsForNothing(filter.condition) ? renamed : { kind: 'not', part: renamed };
  return { ...rule, detections, condition: { kind: 'and', parts: [rule.condition, lets] } };
}

/**
 * Whether the condition is true of an event that none of the filter's selections fits. Such an event is not what the
 * filter is about, and must stay: so `not selection` says what stays (as pySigma reads conditions of filters), and
 * `selection` says what goes (as the example in the specification reads).
 */
function holdsForNothing(condition: Condition): boolean {
  switch (condition.kind) {
    case 'detection':
      return false;
    case 'not':
      return !holdsForNothing(condition.part);
    case 'and':
      return condition.parts.every(holdsForNothing);
    case 'or':
      return condition.parts.some(holdsForNothing);
  }
}

function rename(condition: Condition, nameOf: (name: string) => string): Condition {
  switch (condition.kind) {
    case 'detection':
      return { kind: 'detection', name: nameOf(condition.name) };
    case 'not':
      return { kind: 'not', part: rename(condition.part, nameOf) };
    default:
      return { ...condition, parts: condition.parts.map((part) => rename(part, nameOf)) };
  }
}

function warnUnreached(filter: FilterDraft, rules: readonly OpenRule[], report: RuleReport): void {
  for (const { text, at } of filter.references ?? []) {
    const rule = rules.find((each) => isNamed(each, text));
    if (rule !== undefined && applies(filter, rule)) continue;
    const message =
      rule === undefined
        ? `The filter names ${JSON.stringify(text)}, and no such rule is loaded`
        : `The filter names ${JSON.stringify(text)}, whose log source is not part of the filter's`;
    const help =
      rule === undefined
        ? 'Mend the name or identifier, or load the rule along. Correlations are filtered through their rules.'
        : 'Let the logsource of the filter state no more than that of the rule.';
    report.warn({ code: 'sigma.unused-filter', message, help }, at);
  }
  if (filter.references !== null || rules.some((rule) => applies(filter, rule))) return;
  const message = 'No rule that is loaded has the log source of the filter';
  const help = 'Mend the logsource, or load the rules along.';
  report.warn({ code: 'sigma.unused-filter', message, help }, filter.at);
}
