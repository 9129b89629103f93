import type { Condition } from '../ast/condition.ts';
import { type CorrelationHit, leavesOf } from './hit.ts';
import { byTime, type EventRef, type Item, type Leaf } from './item.ts';
import { aggregate, fitsAll, fittingShare, numbersOf } from './measure.ts';
import type { CorrelationPlan } from './plan.ts';
import { type Source, scopesOf } from './scope.ts';

/** An event for the oracle: the rules that it matched, and its fields. */
export interface PlainObservation<R extends EventRef> extends Leaf<R> {
  readonly rules: readonly string[];
}

interface PlainOccurrence<R extends EventRef> extends Source<R> {
  readonly isFirst: boolean;
  readonly hit: CorrelationHit<R>;
}

/**
 * All hits of correlations over all events, straight from the definition and with no thought of speed: every window of
 * every group is cut out of the whole and judged by itself. What the correlator is compared to.
 */
export function correlatePlainly<R extends EventRef>(
  plans: readonly CorrelationPlan[],
  events: readonly PlainObservation<R>[],
  listedEvents: number,
): readonly CorrelationHit<R>[] {
  const told = new Map<string, readonly PlainOccurrence<R>[]>();
  for (const plan of plans) told.set(plan.info.id, occurrences(plan, { events, told, listedEvents }));
  return [...told.values()].flatMap((found) => found.filter(({ isFirst }) => isFirst).map(({ hit }) => hit));
}

interface World<R extends EventRef> {
  readonly events: readonly PlainObservation<R>[];
  readonly told: ReadonlyMap<string, readonly PlainOccurrence<R>[]>;
  readonly listedEvents: number;
}

function occurrences<R extends EventRef>(
  plan: CorrelationPlan,
  world: World<R>,
): readonly PlainOccurrence<R>[] {
  return [...groupsOf(plan, world)].flatMap(([key, items]) => {
    const sorted = items.toSorted(byTime);
    const windows = plan.window === 'trailing' ? trailing(sorted, plan) : complete(sorted, plan);
    let matchedUntilMs = Number.NEGATIVE_INFINITY;
    return windows.flatMap(({ fromMs, items: inside }) => {
      const { holds, measure } = judge(plan, inside);
      const last = inside.at(-1);
      const isFirst = matchedUntilMs < fromMs;
      matchedUntilMs = holds ? (last?.timeMs ?? 0) : Number.NEGATIVE_INFINITY;
      return holds ? [told(plan, inside, { key, measure, isFirst, listed: world.listedEvents })] : [];
    });
  });
}

interface PlainWindow<R extends EventRef> {
  readonly fromMs: number;
  readonly items: readonly Item<R>[];
}

/** For each instant with an event, what happened within the time span before it, and at it. */
function trailing<R extends EventRef>(
  items: readonly Item<R>[],
  { timespanMs }: CorrelationPlan,
): readonly PlainWindow<R>[] {
  return instants(items).map((toMs) => ({
    fromMs: toMs - timespanMs,
    items: items.filter(({ timeMs }) => timeMs >= toMs - timespanMs && timeMs <= toMs),
  }));
}

/** For each instant with an event, what happens within the time span from it on; less what is part of another. */
function complete<R extends EventRef>(
  items: readonly Item<R>[],
  { timespanMs }: CorrelationPlan,
): readonly PlainWindow<R>[] {
  const all = instants(items).map((fromMs) => ({
    fromMs,
    items: items.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= fromMs + timespanMs),
  }));
  return all.filter(
    (window) =>
      !all.some((other) => other !== window && window.items.every((item) => other.items.includes(item))),
  );
}

function instants<R extends EventRef>(items: readonly Item<R>[]): readonly number[] {
  return [...new Set(items.map(({ timeMs }) => timeMs))].sort((a, b) => a - b);
}

function groupsOf<R extends EventRef>(
  plan: CorrelationPlan,
  { events, told }: World<R>,
): ReadonlyMap<string, readonly Item<R>[]> {
  const groups = new Map<string, Map<unknown, Item<R>>>();
  const isOfTimes = plan.type === 'temporal' || plan.type === 'temporal_ordered';
  const put = (origin: unknown, source: Source<R>, input: number) => {
    for (const { key, group, values } of scopesOf(plan, input, source)) {
      if (plan.valueFields.length > 0 && values.length === 0) continue;
      const items = groups.get(key) ?? new Map<unknown, Item<R>>();
      const known = items.get(origin);
      const { timeMs, id, leaves } = source;
      const item = known ?? { timeMs, id, leaves, group, values, rules: 0 };
      groups.set(key, items.set(origin, { ...item, rules: item.rules | (1 << input) }));
    }
  };
  for (const [input, { id }] of plan.inputs.entries()) {
    for (const event of events)
      if (event.rules.includes(id))
        put(event, { timeMs: event.timeMs, id: event.ref.id, leaves: [event], group: null }, input);
    for (const hit of told.get(id) ?? []) if (hit.isFirst || isOfTimes) put(hit, hit, input);
  }
  return new Map([...groups].map(([key, items]) => [key, [...items.values()]]));
}

function judge<R extends EventRef>(
  plan: CorrelationPlan,
  items: readonly Item<R>[],
): { readonly holds: boolean; readonly measure: number | null } {
  const occurring = plan.inputs.flatMap((_, input) =>
    items.some(({ rules }) => (rules & (1 << input)) !== 0) ? [input] : [],
  );
  const { condition } = plan;
  if (condition.kind === 'occurrence') {
    const choices = plan.type === 'temporal_ordered' ? ordersAmong(items, occurring) : [occurring];
    const holds = choices.some((choice) => conditionHolds(condition.condition, choice, occurring));
    return { holds, measure: null };
  }
  const measure = measureOf(plan, items, occurring);
  return { holds: fitsAll(measure, condition.comparisons), measure };
}

function measureOf<R extends EventRef>(
  plan: CorrelationPlan,
  items: readonly Item<R>[],
  occurring: readonly number[],
): number | null {
  const values = items.flatMap((item) => item.values);
  switch (plan.type) {
    case 'event_count':
      return items.length;
    case 'value_count':
      return new Set(values).size;
    case 'temporal':
      return occurring.length;
    case 'temporal_ordered':
      return Math.max(...ordersAmong(items, occurring).map((choice) => choice.length));
    default: {
      const { condition, percentile } = plan;
      if (plan.type !== 'value_percentile' || percentile !== null) return aggregate(plan, numbersOf(values));
      return condition.kind === 'measure' ? fittingShare(values, condition.comparisons) : null;
    }
  }
}

/** Every choice of the rules that can be given one item each, no item twice, never going back in time. */
function ordersAmong<R extends EventRef>(
  items: readonly Item<R>[],
  occurring: readonly number[],
): readonly (readonly number[])[] {
  const canPlace = (rules: readonly number[], used: readonly Item<R>[], sinceMs: number): boolean => {
    const [rule, ...rest] = rules;
    if (rule === undefined) return true;
    return items.some(
      (item) =>
        (item.rules & (1 << rule)) !== 0 &&
        item.timeMs >= sinceMs &&
        !used.includes(item) &&
        canPlace(rest, [...used, item], item.timeMs),
    );
  };
  let choices: readonly (readonly number[])[] = [[]];
  for (const rule of occurring) choices = choices.concat(choices.map((choice) => [...choice, rule]));
  return choices.filter((choice) => canPlace(choice, [], Number.NEGATIVE_INFINITY));
}

function conditionHolds(
  condition: Condition,
  chosen: readonly number[],
  occurring: readonly number[],
): boolean {
  switch (condition.kind) {
    case 'detection':
      return chosen.includes(Number(condition.name));
    case 'not':
      return !conditionHolds(condition.part, occurring, chosen);
    case 'and':
      return condition.parts.every((part) => conditionHolds(part, chosen, occurring));
    case 'or':
      return condition.parts.some((part) => conditionHolds(part, chosen, occurring));
  }
}

function told<R extends EventRef>(
  plan: CorrelationPlan,
  items: readonly Item<R>[],
  about: { key: string; measure: number | null; isFirst: boolean; listed: number },
): PlainOccurrence<R> {
  const leaves = leavesOf(items, about.listed);
  const [first] = items;
  const timeMs = items.at(-1)?.timeMs ?? 0;
  const group = plan.groupBy.map((field, index) => ({ field, value: first?.group[index] ?? '' }));
  const hit: CorrelationHit<R> = {
    rule: plan.info,
    firstMs: Math.min(leaves[0]?.timeMs ?? timeMs, first?.timeMs ?? timeMs),
    timeMs,
    group,
    measure: about.measure,
    count: items.length,
    events: leaves.map(({ ref }) => ref),
  };
  return {
    timeMs,
    id: `${plan.info.id}\n${about.key}`,
    leaves,
    group: new Map(group.map(({ field, value }) => [field, value])),
    isFirst: about.isFirst,
    hit,
  };
}
