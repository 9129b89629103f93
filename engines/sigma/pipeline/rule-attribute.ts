import { findEntry, scalarText } from '../parse/yaml-node.ts';
import type { Parameters } from './parameters.ts';
import { plainValue } from './parameters.ts';
import type { PipelineValue, RuleCheck } from './pipeline.ts';
import { type PipelineRun, refuse } from './run.ts';

/** Words with an order, lowest first. */
const ORDERED: Readonly<Record<string, readonly string[]>> = {
  level: ['informational', 'low', 'medium', 'high', 'critical'],
  status: ['unsupported', 'deprecated', 'experimental', 'test', 'stable'],
};
const DATES = ['date', 'modified'];
const OPERATIONS = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in'] as const;
type Operation = (typeof OPERATIONS)[number];

/** `rule_attribute`: compares an attribute of the rule, or one that `set_custom_attribute` gave it. */
export function attributeCheck(parameters: Parameters): RuleCheck {
  const attribute = parameters.text('attribute');
  const wanted = parameters.value('value');
  const operation = parameters.choice('op', OPERATIONS, 'eq');
  return (run) => {
    const actual = attributeOf(attribute, run);
    if (actual === undefined) return false;
    if (Array.isArray(actual)) return listHolds(actual, operation, String(wanted));
    return scalarHolds({ attribute, actual, wanted }, operation, run);
  };
}

function attributeOf(attribute: string, run: PipelineRun): PipelineValue | readonly string[] | undefined {
  const own = run.attributes.get(attribute);
  if (own !== undefined) return own;
  if (attribute === 'level') return run.rule.info.level;
  const node = findEntry(run.node, attribute)?.value;
  if (node === undefined) return undefined;
  return node.kind === 'list' ? node.items.flatMap((item) => scalarText(item) ?? []) : plainValue(node);
}

function listHolds(actual: readonly string[], operation: Operation, wanted: string): boolean {
  if (operation === 'in') return actual.includes(wanted);
  if (operation === 'not_in') return !actual.includes(wanted);
  return operation === 'ne';
}

interface Comparison {
  readonly attribute: string;
  readonly actual: PipelineValue | readonly string[];
  readonly wanted: PipelineValue;
}

/** Only numbers, dates, levels and statuses have an order. */
function scalarHolds(comparison: Comparison, operation: Operation, run: PipelineRun): boolean {
  const { attribute, actual, wanted } = comparison;
  if (operation === 'eq') return String(actual) === String(wanted);
  if (operation === 'ne') return String(actual) !== String(wanted);
  const [left, right] = [rank(attribute, actual), rank(attribute, wanted)];
  if (left === null || right === null || operation === 'in' || operation === 'not_in') {
    refuse(run, `The attribute ${attribute} cannot be compared with ${operation} and ${String(wanted)}`);
    return false;
  }
  if (operation === 'gt' || operation === 'gte') return operation === 'gte' ? left >= right : left > right;
  return operation === 'lte' ? left <= right : left < right;
}

function rank(attribute: string, value: Comparison['actual']): number | null {
  if (typeof value === 'number') return value;
  const words = ORDERED[attribute];
  const place = words?.indexOf(String(value).toLowerCase()) ?? -1;
  if (words !== undefined) return place === -1 ? null : place;
  const date = /^(\d{4})[-/](\d{2})[-/](\d{2})$/.exec(String(value));
  return DATES.includes(attribute) && date !== null ? Number(date.slice(1).join('')) : null;
}
