import type { Condition } from '../ast/condition.ts';
import { parseCondition } from '../condition/parser.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, type YamlEntry, type YamlMap } from '../parse/yaml-node.ts';
import { Parameters } from './parameters.ts';
import type { ConditionSet } from './pipeline.ts';

/** How a condition of one type is read; keyed by the type's identifier. */
export type CheckTable<Check> = Readonly<Record<string, (parameters: Parameters) => Check>>;

/** `rule`, `detection_item` or `field_name`: the keys `rule_conditions`, `rule_cond_op` and so on belong together. */
export type ConditionScope = 'rule' | 'detection_item' | 'field_name';

/** Keys of a step that say when it is done. */
export function conditionKeys(scope: ConditionScope): readonly string[] {
  return ['conditions', 'cond_op', 'cond_not', 'cond_expr'].map((suffix) => `${scope}_${suffix}`);
}

/** Reads the conditions of one scope (pySigma, "Processing Pipelines", "Conditions"). */
export function readConditions<Check>(
  step: YamlMap,
  { scope, table }: { readonly scope: ConditionScope; readonly table: CheckTable<Check> },
  report: RuleReport,
): ConditionSet<Check> {
  const parameters = new Parameters(step, report);
  const entry = parameters.entry(`${scope}_conditions`);
  const checks = entry === null ? new Map<string, Check>() : readChecks(entry, table, report);
  const operator = parameters.choice(`${scope}_cond_op`, ['and', 'or'], 'and');
  const expression = findEntry(step, `${scope}_cond_expr`);
  if (expression !== null && findEntry(step, `${scope}_cond_op`) !== null) {
    const help = `Use ${scope}_cond_op or ${scope}_cond_expr.`;
    report.error(
      { code: 'sigma.bad-pipeline', message: 'An operator and an expression exclude each other', help },
      expression.keyAt,
    );
  }
  return {
    checks,
    expression: expression === null ? linked(operator, checks) : readExpression(expression, checks, report),
    negated: parameters.flag(`${scope}_cond_not`),
  };
}

function linked(kind: 'and' | 'or', checks: ReadonlyMap<string, unknown>): Condition {
  return { kind, parts: [...checks.keys()].map((name) => ({ kind: 'detection', name })) };
}

function readExpression(
  entry: YamlEntry,
  checks: ReadonlyMap<string, unknown>,
  report: RuleReport,
): Condition {
  const text = entry.value.kind === 'text' ? entry.value.value : '';
  const parsed = parseCondition(text, [...checks.keys()]);
  const nothing: Condition = { kind: 'or', parts: [] };
  if (parsed.kind === 'refused') {
    const { message, help, at } = parsed.problem;
    report.error({ code: 'sigma.bad-pipeline', message, help }, entry.value.at + at);
    return nothing;
  }
  for (const name of checks.keys()) {
    if (names(parsed.condition).includes(name)) continue;
    const message = `The expression does not use ${JSON.stringify(name)}`;
    report.error({ code: 'sigma.bad-pipeline', message, help: 'Use it, or remove it.' }, entry.value.at);
  }
  return parsed.condition;
}

function names(condition: Condition): readonly string[] {
  if (condition.kind === 'detection') return [condition.name];
  return condition.kind === 'not' ? names(condition.part) : condition.parts.flatMap(names);
}

/** A list of conditions, or a map of named ones. */
function readChecks<Check>(
  { value }: YamlEntry,
  table: CheckTable<Check>,
  report: RuleReport,
): ReadonlyMap<string, Check> {
  const checks = new Map<string, Check>();
  const nodes =
    value.kind === 'list'
      ? value.items.map((node, index) => ({ name: String(index + 1), node }))
      : value.kind === 'map'
        ? value.entries.map((entry) => ({ name: entry.key, node: entry.value }))
        : [{ name: '', node: value }];
  for (const { name, node } of nodes) {
    const check = node.kind === 'map' ? readCheck(node, table, report) : refused(node.at, report);
    if (check !== null) checks.set(name, check);
  }
  return checks;
}

function readCheck<Check>(map: YamlMap, table: CheckTable<Check>, report: RuleReport): Check | null {
  const parameters = new Parameters(map, report);
  const type = parameters.text('type');
  const read = Object.hasOwn(table, type) ? table[type] : undefined;
  if (read === undefined) {
    const message = `Unknown type of condition ${JSON.stringify(type)}`;
    const help = `Known here: ${Object.keys(table).join(', ')}.`;
    return report.error({ code: 'sigma.bad-pipeline', message, help }, map.at);
  }
  const check = read(parameters);
  parameters.finish([]);
  return check;
}

function refused(at: number, report: RuleReport): null {
  const help = 'Write a list of maps with `type:`, or a map of such maps by name.';
  return report.error({ code: 'sigma.bad-pipeline', message: 'A condition is not a map', help }, at);
}
