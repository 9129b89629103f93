import { numberOf } from '../value/number-text.ts';
import type { CompiledRule } from './engine.ts';
import type { EventView } from './event-view.ts';
import { KnownValues, type ValueBudget } from './known-values.ts';
import { LiteralIndex } from './literal-index.ts';
import { type Atom, requirementOf } from './requirement.ts';

/** What is looked up in one field, and the rules that each finding makes candidates. */
interface FieldIndex {
  readonly slot: number;
  readonly equals: ReadonlyMap<string, readonly number[]>;
  readonly numbers: ReadonlyMap<number, readonly number[]>;
  readonly literals: LiteralIndex | null;
  readonly known: KnownValues;
}

/**
 * The rules for one set of log sources, with an index of what each cannot match without. Only rules whose requirement
 * is met are tried; the outcome is the same as trying all of them.
 */
export class RuleGroup {
  readonly rules: readonly CompiledRule[];
  readonly #view: EventView;
  readonly #always: readonly number[];
  readonly #fields: readonly FieldIndex[];
  /** Event for which a rule became a candidate last, by its number. */
  readonly #markedFor: Float64Array;
  readonly #candidates: number[] = [];
  #epoch = 0;
  /** Number of the search of a value. */
  #searches = 0;
  readonly #found: Set<number> = new Set();
  readonly #find = (rules: readonly number[]): void => {
    for (const rule of rules) this.#found.add(rule);
  };

  constructor(rules: readonly CompiledRule[], view: EventView, budget: ValueBudget) {
    this.rules = rules;
    this.#view = view;
    this.#markedFor = new Float64Array(rules.length);
    const requirements = rules.map(({ clauses }) => requirementOf(clauses()));
    this.#always = requirements.flatMap((clause, index) => (clause === null ? [index] : []));
    this.#fields = buildIndexes(requirements, view, budget);
  }

  /** Numbers of the rules worth trying on the event in the view, in the order in which they were loaded. */
  candidates(): readonly number[] {
    this.#epoch += 1;
    this.#candidates.length = 0;
    this.#mark(this.#always);
    for (const index of this.#fields) this.#search(index);
    return this.#candidates.sort((a, b) => a - b);
  }

  #search(field: FieldIndex): void {
    const values = this.#view.slot(field.slot);
    for (let index = 0; index < values.texts.length; index += 1) {
      const text = values.texts[index] ?? '';
      let rules = field.known.get(text);
      if (rules === undefined) {
        rules = this.#rulesOf(values.lower(index), field);
        field.known.add(text, rules);
      }
      if (rules !== NONE) this.#mark(rules);
    }
  }

  /** The rules that a value, lower-cased, makes worth trying. */
  #rulesOf(lower: string, { equals, numbers, literals }: FieldIndex): readonly number[] {
    this.#searches += 1;
    const equal = equals.get(lower);
    if (equal !== undefined) this.#find(equal);
    const number = numbers.size === 0 ? null : numberOf(lower);
    if (number !== null) this.#find(numbers.get(number) ?? []);
    literals?.scan(lower, this.#searches, this.#find);
    if (this.#found.size === 0) return NONE;
    const rules = [...this.#found];
    this.#found.clear();
    return rules;
  }

  #mark(rules: readonly number[]): void {
    for (const rule of rules) {
      if (this.#markedFor[rule] === this.#epoch) continue;
      this.#markedFor[rule] = this.#epoch;
      this.#candidates.push(rule);
    }
  }
}

const NONE: readonly number[] = [];

function buildIndexes(
  requirements: readonly (readonly Atom[] | null)[],
  view: EventView,
  budget: ValueBudget,
): readonly FieldIndex[] {
  const byField = new Map<string | null, { atom: Atom; rule: number }[]>();
  for (const [rule, clause] of requirements.entries()) {
    for (const atom of clause ?? []) {
      const list = byField.get(atom.field) ?? [];
      list.push({ atom, rule });
      byField.set(atom.field, list);
    }
  }
  return [...byField].map(([field, needs]) => ({
    ...buildIndex(view.slotOf(field), needs),
    known: new KnownValues(budget),
  }));
}

function buildIndex(slot: number, needs: readonly { atom: Atom; rule: number }[]): Omit<FieldIndex, 'known'> {
  const equals = new Map<string, number[]>();
  const numbers = new Map<number, number[]>();
  const literals = new Map<string, number[]>();
  for (const { atom, rule } of needs) {
    if (atom.kind === 'number') addTo(numbers, atom.value, rule);
    else if (atom.kind !== 'present') addTo(atom.kind === 'equals' ? equals : literals, atom.text, rule);
  }
  return { slot, equals, numbers, literals: literals.size === 0 ? null : new LiteralIndex(literals) };
}

function addTo<K>(map: Map<K, number[]>, key: K, rule: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else if (list.at(-1) !== rule) list.push(rule);
}
