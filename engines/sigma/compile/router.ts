import type { SigmaLogSource } from '../api.ts';
import type { CompiledRule } from './engine.ts';
import type { EventView } from './event-view.ts';
import { ValueBudget } from './known-values.ts';
import { RuleGroup } from './rule-group.ts';

/** Log sources come from mappings, but their names may come from data: the cache of answers is bounded. */
const CACHE_LIMIT = 1000;

/** Finds the rules for the log sources of an event; owns a cache of its answers. */
export class RuleRouter {
  readonly #rules: readonly CompiledRule[];
  /** Numbers of rules by their log source. */
  readonly #bySource: ReadonlyMap<string, readonly number[]>;
  readonly #view: EventView;
  readonly #cache = new Map<string, RuleGroup>();
  readonly #budget = new ValueBudget();

  constructor(rules: readonly CompiledRule[], view: EventView) {
    this.#rules = rules;
    this.#bySource = Map.groupBy(rules.keys(), (number) => keyOf(rules[number]?.rule.info.logsource ?? {}));
    this.#view = view;
  }

  /** Rules whose log source is part of one of these, in the order in which they were loaded. */
  groupFor(sources: readonly SigmaLogSource[]): RuleGroup {
    const key = sources.map(keyOf).join('\n');
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const group = new RuleGroup(this.rulesFor(sources), this.#view, this.#budget);
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    this.#cache.set(key, group);
    return group;
  }

  /** The same rules, without an index over them. */
  rulesFor(sources: readonly SigmaLogSource[]): readonly CompiledRule[] {
    const keys = new Set(sources.flatMap((source) => partsOf(source).map(keyOf)));
    const numbers = [...keys].flatMap((key) => this.#bySource.get(key) ?? []).sort((a, b) => a - b);
    return numbers.flatMap((number) => this.#rules[number] ?? []);
  }

  covers(source: SigmaLogSource): boolean {
    return this.groupFor([source]).rules.length > 0;
  }
}

function keyOf(source: SigmaLogSource): string {
  return `${source.product ?? ''}\t${source.category ?? ''}\t${source.service ?? ''}`;
}

/** All log sources that are part of this one. Those of rules are lower-cased when they are read. */
function partsOf({ product, category, service }: SigmaLogSource): readonly SigmaLogSource[] {
  let parts: readonly SigmaLogSource[] = [{}];
  const own = { product, category, service };
  for (const name of ['product', 'category', 'service'] as const) {
    const value = own[name]?.toLowerCase();
    if (value !== undefined) parts = parts.flatMap((part) => [part, { ...part, [name]: value }]);
  }
  return parts;
}
