import type { Clock } from '../../../ports/index.ts';

interface Shared<T> {
  readonly askedMs: number;
  readonly answer: Promise<T>;
}

/**
 * Lets consoles that ask the same within `forMs` share one answer of the store, also while it is being found. A
 * failure is shared only by those who already wait for it. For few distinct keys: nothing is forgotten but replaced.
 */
export class SharedAnswers<T> {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #answers = new Map<string, Shared<T>>();

  constructor(clock: Clock, forMs: number) {
    this.#clock = clock;
    this.#forMs = forMs;
  }

  ask(key: string, find: () => Promise<T>): Promise<T> {
    const nowMs = this.#clock.nowMs();
    const shared = this.#answers.get(key);
    if (shared !== undefined && nowMs - shared.askedMs < this.#forMs) return shared.answer;
    const answer = find();
    this.#answers.set(key, { askedMs: nowMs, answer });
    answer.catch(() => {
      if (this.#answers.get(key)?.answer === answer) this.#answers.delete(key);
    });
    return answer;
  }
}
