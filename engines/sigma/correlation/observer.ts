import type { SigmaEvent, SigmaHit } from '../api.ts';
import { fieldValues } from '../oracle/event-values.ts';
import type { EventRef, Leaf } from './item.ts';
import type { CorrelationPlan } from './plan.ts';

/** One event, with the rules that it matched. */
export interface Observed<R extends EventRef> {
  /** What the engine found; all of it, rules that only serve correlations included. */
  readonly hits: readonly Pick<SigmaHit, 'rule'>[];
  /** When it happened, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly event: SigmaEvent;
  /** Kept, and given back in hits. Keep it small. */
  readonly ref: R;
}

/** What a correlator keeps of an event; can be sent to another thread when the reference can. */
export interface Observation<R extends EventRef> {
  readonly leaf: Leaf<R>;
  /** Identifiers of the rules that it matched, of those that a correlation refers to. */
  readonly rules: readonly string[];
}

/** Takes out of an event what correlations need; null when none refers to any of its rules. */
export type Observer = <R extends EventRef>(observed: Observed<R>) => Observation<R> | null;

/** Values of a field, and characters of a value, that are kept of an event. */
const VALUE_COUNT_LIMIT = 32;
const VALUE_LIMIT = 1_024;

/** Makes the function that looks at events for these correlations. It holds no state. */
export function createObserver(plans: readonly CorrelationPlan[]): Observer {
  const fieldsOf = fieldsByRule(plans);
  return ({ hits, timeMs, event, ref }) => {
    if (hits.length === 0 || fieldsOf.size === 0) return null;
    const rules = hits.map(({ rule }) => rule.id).filter((id) => fieldsOf.has(id));
    if (rules.length === 0) return null;
    const fields = new Map<string, readonly string[]>();
    for (const rule of rules)
      for (const field of fieldsOf.get(rule) ?? [])
        if (!fields.has(field)) fields.set(field, textsOf(event, field));
    return { leaf: { timeMs, ref, fields }, rules };
  };
}

function textsOf(event: SigmaEvent, field: string): readonly string[] {
  const values = fieldValues(event, field) ?? [];
  return values
    .slice(0, VALUE_COUNT_LIMIT)
    .flatMap((value) => (value === null ? [] : [String(value).slice(0, VALUE_LIMIT)]));
}

/** By rule: the fields of its events that any correlation over it looks at, directly or through others. */
function fieldsByRule(plans: readonly CorrelationPlan[]): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  for (const plan of plans.toReversed()) {
    for (const [index, { id }] of plan.inputs.entries()) {
      const known = fields.get(id) ?? new Set<string>();
      for (const field of [...plan.groupBy, ...plan.valueFields])
        known.add(plan.aliases.get(field)?.get(index) ?? field);
      for (const field of fields.get(plan.info.id) ?? []) known.add(field);
      fields.set(id, known);
    }
  }
  return fields;
}
