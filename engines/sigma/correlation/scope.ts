import { asciiLower } from '../value/ascii-case.ts';
import type { EventRef, Leaf } from './item.ts';
import type { CorrelationPlan } from './plan.ts';

/** What a correlation is given: an event that a rule matched, or a hit of a correlation. */
export interface Source<R extends EventRef> {
  readonly timeMs: number;
  readonly id: string;
  readonly leaves: readonly Leaf<R>[];
  /** What a hit of a correlation was grouped by; null for an event. */
  readonly group: ReadonlyMap<string, string> | null;
}

/** A source seen in one group: the values that it is grouped by, and the values that are measured. */
export interface Scope {
  /** Equal for values that Sigma holds equal. */
  readonly key: string;
  readonly group: readonly string[];
  readonly values: readonly string[];
}

/** Of fields with several values every combination counts; so many are looked at. */
const COMBINATION_LIMIT = 64;

/**
 * The groups of a correlation that a source belongs to. A source without a value for each `group-by` field belongs to
 * none. A hit of a correlation has the values that it was grouped by; for other fields its events are asked.
 */
export function scopesOf<R extends EventRef>(
  plan: CorrelationPlan,
  input: number,
  source: Source<R>,
): readonly Scope[] {
  const scopes = new Map<string, { group: readonly string[]; values: string[] }>();
  for (const leaf of source.leaves) {
    const look = (field: string) => valuesOf(plan.aliases.get(field)?.get(input) ?? field, leaf, source);
    const values = combinations(plan.valueFields.map(look)).map(keyOf);
    for (const group of combinations(plan.groupBy.map(look))) {
      const key = keyOf(group);
      const known = scopes.get(key);
      if (known === undefined) scopes.set(key, { group, values: [...values] });
      else known.values.push(...values);
    }
  }
  return [...scopes].map(([key, { group, values }]) => ({ key, group, values }));
}

function valuesOf<R extends EventRef>(field: string, leaf: Leaf<R>, source: Source<R>): readonly string[] {
  const grouped = source.group?.get(field);
  return grouped === undefined ? (leaf.fields.get(field) ?? []) : [grouped];
}

/** Texts are compared as Sigma compares strings; the length keeps `a` + `bc` apart from `ab` + `c`. */
function keyOf(texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return asciiLower(only);
  return texts.map((text) => `${text.length}:${asciiLower(text)}`).join('');
}

function combinations(choices: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] = [[]];
  for (const texts of choices)
    found = found.flatMap((start) => texts.map((text) => [...start, text])).slice(0, COMBINATION_LIMIT);
  return found;
}
