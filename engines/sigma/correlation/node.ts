import { Group } from './group.ts';
import { type CorrelationHit, leavesOf } from './hit.ts';
import { byTime, type EventRef, type Item } from './item.ts';
import type { CorrelationCounts, CorrelationLimits } from './limits.ts';
import type { CorrelationPlan } from './plan.ts';
import { type Source, scopesOf } from './scope.ts';
import { TimeQueue } from './time-queue.ts';

/** A window that matched. `isFirst`: no window that overlaps it and was before it did. */
export interface Occurrence<R extends EventRef> extends Source<R> {
  readonly isFirst: boolean;
  readonly hit: CorrelationHit<R>;
}

/** What a node shares with the others of its correlator. */
export interface NodeContext<R extends EventRef> {
  readonly limits: CorrelationLimits;
  readonly counts: CorrelationCounts;
  /** Whether windows that continue a run are told, too: correlations of times need them. */
  readonly tellsAll: boolean;
  readonly tell: (occurrence: Occurrence<R>) => void;
}

interface Waiting<R extends EventRef> {
  readonly timeMs: number;
  /** Key of the group: items of one group and instant leave together. */
  readonly id: string;
  readonly item: Item<R>;
}

/** One correlation rule at work; owns its groups, and what waits for its turn. */
export class CorrelationNode<R extends EventRef> {
  readonly plan: CorrelationPlan;
  readonly #context: NodeContext<R>;
  readonly #waiting = new TimeQueue<Waiting<R>>();
  /** In the order of the last event. */
  readonly #groups = new Map<string, Group<R>>();
  /** Of each group the begin of its next complete window; `id` is the key of the group. */
  #begins = new TimeQueue<{ readonly timeMs: number; readonly id: string }>();
  /** Older items than so many are of no use to the condition, nor to the list of events. */
  readonly #enough: number;
  readonly #groupLimit: number;

  constructor(plan: CorrelationPlan, context: NodeContext<R>) {
    this.plan = plan;
    this.#context = context;
    const most = mostCompared(plan);
    const isCount = plan.type === 'event_count' && plan.window === 'trailing';
    this.#enough = isCount ? Math.max(context.limits.listedEvents, Math.ceil(most) + 1) : Infinity;
    this.#groupLimit = Math.max(context.limits.groupEvents, Math.ceil(most) + 1);
  }

  /** Event time at which something is to be done next; infinity when nothing is. */
  get dueMs(): number {
    const waiting = this.#waiting.peek()?.timeMs ?? Number.POSITIVE_INFINITY;
    const begin = this.#begins.peek()?.timeMs ?? Number.POSITIVE_INFINITY;
    return Math.min(waiting, Math.min(begin, this.#quietestMs()) + this.plan.timespanMs);
  }

  /** Takes what one or several of the rules matched; `inputs`: their positions in the plan. */
  accept(source: Source<R>, inputs: readonly number[]): void {
    const { type } = this.plan;
    const isTemporal = type === 'temporal' || type === 'temporal_ordered';
    const found = new Map<string, { rules: number; group: readonly string[]; values: readonly string[] }>();
    for (const input of inputs) {
      const rules = isTemporal ? 1 << input : 0;
      for (const { key, group, values } of scopesOf(this.plan, input, source)) {
        const known = found.get(key);
        if (known === undefined) found.set(key, { rules, group, values });
        else known.rules |= rules;
      }
    }
    const { timeMs, id, leaves } = source;
    const needsValues = this.plan.valueFields.length > 0;
    for (const [key, { rules, group, values }] of found) {
      if (needsValues && values.length === 0) continue;
      this.#waiting.push({ timeMs, id: key, item: { timeMs, id, rules, group, values, leaves } });
      this.#context.counts.held += 1;
    }
  }

  /** Tells of every window that is known once all events before `toMs` (event time) are in. */
  advance(toMs: number): void {
    for (let next = this.#waiting.peek(); next !== undefined && next.timeMs < toMs; ) {
      const { timeMs, id } = next;
      this.#complete(timeMs);
      const batch: Item<R>[] = [];
      while (next !== undefined && next.timeMs === timeMs && next.id === id) {
        batch.push(next.item);
        this.#waiting.pop();
        next = this.#waiting.peek();
      }
      this.#add(id, batch, timeMs);
    }
    this.#complete(toMs);
    this.#dropQuiet(toMs);
  }

  #add(key: string, batch: readonly Item<R>[], timeMs: number): void {
    const group = this.#groups.get(key) ?? new Group<R>(this.plan);
    this.#groups.delete(key);
    this.#groups.set(key, group);
    if (this.plan.window === 'trailing') {
      while ((group.first?.timeMs ?? timeMs) < timeMs - this.plan.timespanMs) this.#shift(group);
      while (group.size > this.#enough) this.#shift(group);
    } else if (group.size === 0) this.#begin(key, group, timeMs);
    for (const item of batch.toSorted(byTime)) group.add(item);
    this.#bound(key, group);
    if (this.plan.window === 'trailing') this.#judge(key, group, timeMs - this.plan.timespanMs);
  }

  /** Judges the windows that began before `toMs - timespanMs`, so that nothing can fall into them any more. */
  #complete(toMs: number): void {
    for (let begin = this.#begins.peek(); begin !== undefined; begin = this.#begins.peek()) {
      if (begin.timeMs + this.plan.timespanMs >= toMs) return;
      this.#begins.pop();
      const group = this.#groups.get(begin.id);
      if (group === undefined || group.beginMs !== begin.timeMs) continue;
      if (group.first?.timeMs === begin.timeMs) {
        const reachesMs = group.last?.timeMs ?? begin.timeMs;
        if (reachesMs > group.reachedMs) this.#judge(begin.id, group, begin.timeMs);
        group.reachedMs = reachesMs;
        while (group.first?.timeMs === begin.timeMs) this.#shift(group);
      }
      if (group.first === undefined) this.#groups.delete(begin.id);
      else this.#begin(begin.id, group, group.first.timeMs);
    }
  }

  /** Groups that were let go of leave their begin behind; now and then those are swept out. */
  #begin(key: string, group: Group<R>, timeMs: number): void {
    if (this.#begins.size > 2 * this.#groups.size + 1000) {
      this.#begins = new TimeQueue();
      for (const [id, { beginMs, size }] of this.#groups)
        if (size > 0) this.#begins.push({ timeMs: beginMs, id });
    }
    group.beginMs = timeMs;
    this.#begins.push({ timeMs, id: key });
  }

  #judge(key: string, group: Group<R>, fromMs: number): void {
    const timeMs = group.last?.timeMs ?? fromMs;
    const { holds, measure } = group.judge();
    const isFirst = group.matchedUntilMs < fromMs;
    group.matchedUntilMs = holds ? timeMs : Number.NEGATIVE_INFINITY;
    if (!holds || !(isFirst || this.#context.tellsAll)) return;
    const items = group.items();
    const leaves = leavesOf(items, this.#context.limits.listedEvents);
    const { info, groupBy } = this.plan;
    const values = items[0]?.group ?? [];
    const hit: CorrelationHit<R> = {
      rule: info,
      firstMs: Math.min(leaves[0]?.timeMs ?? timeMs, items[0]?.timeMs ?? timeMs),
      timeMs,
      group: groupBy.map((field, index) => ({ field, value: values[index] ?? '' })),
      measure,
      count: items.length,
      events: leaves.map(({ ref }) => ref),
    };
    const grouped = new Map(hit.group.map(({ field, value }) => [field, value]));
    this.#context.tell({ timeMs, id: `${info.id}\n${key}`, leaves, group: grouped, isFirst, hit });
  }

  #bound(key: string, group: Group<R>): void {
    const { counts, limits } = this.#context;
    while (group.size > this.#groupLimit) this.#letGo(group);
    while (counts.held > limits.heldEvents) {
      const [[quietKey, quiet] = [key, group]] = this.#groups;
      const largest = group.size > quiet.size ? group : quiet;
      if (largest.size === 0) return;
      this.#letGo(largest);
      if (quiet.size === 0) this.#groups.delete(quietKey);
    }
  }

  #letGo(group: Group<R>): void {
    this.#context.counts.letGo += 1;
    this.#shift(group);
  }

  #shift(group: Group<R>): void {
    group.shift();
    this.#context.counts.held -= 1;
  }

  /** When the group that was quiet the longest had its last event; complete windows go by their begins. */
  #quietestMs(): number {
    const [group] = this.plan.window === 'complete' ? [] : this.#groups.values();
    return group === undefined ? Number.POSITIVE_INFINITY : (group.last?.timeMs ?? 0);
  }

  #dropQuiet(toMs: number): void {
    if (this.plan.window === 'complete') return;
    for (const [key, group] of this.#groups) {
      if ((group.last?.timeMs ?? 0) >= toMs - this.plan.timespanMs) return;
      while (group.size > 0) this.#shift(group);
      this.#groups.delete(key);
    }
  }
}

/** The largest count that a condition compares with; sums and values are no counts. */
function mostCompared({ type, condition }: CorrelationPlan): number {
  if (condition.kind !== 'measure' || (type !== 'event_count' && type !== 'value_count')) return 0;
  return Math.max(...condition.comparisons.map(({ value }) => value));
}
