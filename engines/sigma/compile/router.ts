import type { SigmaLogSource } from '../api.ts';
import type { CompiledRule } from './engine.ts';
import type { EventView } from './event-view.ts';
import { RuleGroup } from './rule-group.ts';

/** Log sources come from mappings, but their names may come from data: the cache of answers is bounded. */
const CACHE_LIMIT = 1000;

/** Finds the rules for the log sources of an event; owns a cache of its answers. */
export class RuleRouter {
  readonly #rules: readonly CompiledRule[];
  readonly #view: EventView;
  readonly #cache = new Map<string, RuleGroup>();

  constructor(rules: readonly CompiledRule[], view: EventView) {
    this.#rules = rules;
    this.#view = view;
  }

  /** Rules whose log source is part of one of these, in the order in which they were loaded. */
  groupFor(sources: readonly SigmaLogSource[]): RuleGroup {
    const key = sources.map(keyOf).join('\n');
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const group = new RuleGroup(this.rulesFor(sources), this.#view);
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    this.#cache.set(key, group);
    return group;
  }

  /** The same rules, without an index over them. */
  rulesFor(sources: readonly SigmaLogSource[]): readonly CompiledRule[] {
    return this.#rules.filter(({ rule }) => sources.some((source) => isPartOf(rule.info.logsource, source)));
  }

  covers(source: SigmaLogSource): boolean {
    return this.groupFor([source]).rules.length > 0;
  }
}

function keyOf(source: SigmaLogSource): string {
  return `${source.product ?? ''}\t${source.category ?? ''}\t${source.service ?? ''}`;
}

function isPartOf(wanted: SigmaLogSource, actual: SigmaLogSource): boolean {
  return (
    fits(wanted.product, actual.product) &&
    fits(wanted.category, actual.category) &&
    fits(wanted.service, actual.service)
  );
}

/** Log sources of rules are lower-cased when they are read. */
function fits(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted === actual?.toLowerCase();
}
