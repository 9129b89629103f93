/** Numbers that look random and are the same on every machine (Lehmer's generator, modulus 2^31 - 1). */
export class SeededRandom {
  #state: number;

  /** `seed`: 1 to 2^31 - 2. */
  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % limit;
  }

  /** True once in `count` times. */
  once(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One of the values; the first ones more often, as in real records. */
  pick<T>(values: readonly [T, ...T[]]): T {
    const at = Math.min(this.below(values.length), this.below(values.length));
    return values[at] ?? values[0];
  }

  /** `count` hexadecimal digits. */
  hex(count: number): string {
    return Array.from({ length: count }, () => this.below(16).toString(16)).join('');
  }
}
