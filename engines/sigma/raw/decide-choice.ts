import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import { type Clause, clausesOfItem } from '../compile/requirement.ts';
import { type Part, partsOf } from './decide-part.ts';

/**
 * A condition without negations but at its leaves: what is unknown there may then count as fulfilled, and the condition is
 * false exactly where Kleene's logic says so.
 */
export type Choice = Weighed &
  (
    | { readonly kind: 'constant'; readonly value: boolean }
    | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly wanted: boolean }
    | { readonly kind: 'and' | 'or'; readonly parts: readonly Choice[] }
  );

interface Weighed {
  /** About how dear it is to ask, in nanoseconds; what most likely is fulfilled is asked last. */
  readonly cost: number;
  /** False where something was left out that counts as fulfilled. */
  readonly isExact: boolean;
}

/** A question to one field: whether it is there, or whether its value answers one of the parts. */
export type Leaf =
  | { readonly kind: 'exists'; readonly field: string }
  | { readonly kind: 'value'; readonly field: string; readonly parts: readonly Part[] };

/** What is not looked at counts as fulfilled. */
const unknown: Choice = { kind: 'constant', value: true, cost: 0, isExact: false };

/** The condition of a rule of which some clauses are known to be fulfilled, or most likely are. */
export function choiceOf(rule: Rule, fulfilled: readonly Clause[]): Choice {
  return fromCondition(rule.condition, { rule, fulfilled, wanted: true });
}

interface Context {
  readonly rule: Rule;
  readonly fulfilled: readonly Clause[];
  /** False inside of a negation. */
  readonly wanted: boolean;
}

function fromCondition(condition: Condition, context: Context): Choice {
  switch (condition.kind) {
    case 'not':
      return fromCondition(condition.part, { ...context, wanted: !context.wanted });
    case 'detection': {
      const detection = context.rule.detections.get(condition.name);
      return detection === undefined ? constant(!context.wanted) : fromDetection(detection, context);
    }
    default:
      return join(
        condition.kind,
        condition.parts.map((part) => fromCondition(part, context)),
        context.wanted,
      );
  }
}

function fromDetection(detection: Detection, context: Context): Choice {
  switch (detection.kind) {
    case 'field':
      return fromItem(detection, context);
    case 'exists': {
      const wanted = detection.expected === context.wanted;
      return {
        kind: 'leaf',
        leaf: { kind: 'exists', field: detection.field },
        wanted,
        cost: 1,
        isExact: true,
      };
    }
    default:
      return join(
        detection.kind,
        detection.parts.map((part) => fromDetection(part, context)),
        context.wanted,
      );
  }
}

/** Keywords and dates are left to the host. */
function fromItem(item: FieldItem, context: Context): Choice {
  const { field, tests } = item;
  if (field === null || item.datePart !== null) return unknown;
  const wanted = context.wanted !== item.negated;
  const groups = item.link === 'all' ? tests.map((test) => [test]) : [tests];
  const leaves = groups.map((group): Choice => {
    const parts = group.flatMap(partsOf);
    if (parts.length === 0) return constant(!wanted);
    const isLast = wanted && isFulfilled({ ...item, tests: group, link: 'any' }, context);
    const cost = isLast ? FULFILLED_COST : costOf(parts);
    return { kind: 'leaf', leaf: { kind: 'value', field, parts }, wanted, cost, isExact: true };
  });
  return join('and', leaves, wanted);
}

/** An item that is the same as a fulfilled clause: with wildcards within, or cased, it would say more than that. */
function isFulfilled(item: FieldItem, { fulfilled }: Context): boolean {
  const [clause] = clausesOfItem(item);
  const isWhole = (test: FieldItem['tests'][number]) =>
    partsOf(test).every((part) => WHOLE.has(part.kind) && !('cased' in part && part.cased));
  return (
    clause !== undefined && item.tests.every(isWhole) && fulfilled.some((known) => isSame(known, clause))
  );
}

const WHOLE: ReadonlySet<Part['kind']> = new Set(['contains', 'startswith', 'endswith', 'equals', 'number']);

function isSame(one: Clause, other: Clause): boolean {
  return one.length === other.length && JSON.stringify(one) === JSON.stringify(other);
}

/** Inside of a negation `and` is `or`. Cheap parts come first. */
function join(kind: 'and' | 'or', parts: readonly Choice[], wanted: boolean): Choice {
  const joined = wanted ? kind : kind === 'and' ? 'or' : 'and';
  const deciding = joined === 'or';
  const decided = parts.find((part) => part.kind === 'constant' && part.value === deciding);
  if (decided !== undefined) return decided;
  const open = parts
    .filter(({ kind }) => kind !== 'constant')
    .flatMap((part) => (part.kind === joined ? part.parts : [part]))
    .toSorted((one, other) => one.cost - other.cost);
  const isExact = parts.every((part) => part.isExact);
  const [only] = open;
  if (only === undefined) return { ...constant(!deciding), isExact };
  if (open.length === 1) return { ...only, isExact };
  return { kind: joined, parts: open, cost: open.reduce((sum, { cost }) => sum + cost, 0), isExact };
}

function constant(value: boolean): Choice {
  return { kind: 'constant', value, cost: 0, isExact: true };
}

const FULFILLED_COST = 1e6;

function costOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { kind }) => sum + (COSTS[kind] ?? 4), 4);
}

const COSTS: Partial<Record<Part['kind'], number>> = {
  contains: 12,
  glob: 15,
  regex: 60,
  startswith: 1,
  endswith: 1,
  equals: 1,
  number: 1,
  network: 2,
};
