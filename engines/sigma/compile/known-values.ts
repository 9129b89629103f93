/** Values that are remembered of all fields together; then all are forgotten, because values come from data. */
const VALUE_LIMIT = 65_536;
/** Longer ones are seldom met twice. */
const CHARACTER_LIMIT = 512;

/** How many values may still be remembered; shared by everything that remembers some. */
export class ValueBudget {
  #left = VALUE_LIMIT;
  #round = 0;

  /** Another number means that all that was remembered before is to be forgotten. */
  get round(): number {
    return this.#round;
  }

  spend(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = VALUE_LIMIT;
    this.#round += 1;
  }
}

/** Remembers what the values of one field make worth trying: the same ones come again and again in logs. */
export class KnownValues {
  readonly #budget: ValueBudget;
  #rulesOf = new Map<string, readonly number[]>();
  #round = 0;

  constructor(budget: ValueBudget) {
    this.#budget = budget;
  }

  /** Undefined for a value that is not known. */
  get(value: string): readonly number[] | undefined {
    if (value.length > CHARACTER_LIMIT || this.#round !== this.#budget.round) return undefined;
    return this.#rulesOf.get(value);
  }

  add(value: string, rules: readonly number[]): void {
    if (value.length > CHARACTER_LIMIT) return;
    this.#budget.spend();
    if (this.#round !== this.#budget.round) {
      this.#round = this.#budget.round;
      this.#rulesOf = new Map();
    }
    this.#rulesOf.set(value, rules);
  }
}
