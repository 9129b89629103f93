/** What a list said of a name: the address that it answers, null for not listed, undefined where it did not say. */
export type ListAnswer = string | null | undefined;

/** Answers for as long as they hold; bounded, the ones that were put in first go first. */
export class AnswerCache {
  readonly #limit: number;
  readonly #answers = new Map<string, { readonly answer: ListAnswer; readonly untilMs: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#answers.size;
  }

  /** Whether there is an answer that holds still, an undefined one included. */
  has(name: string, nowMs: number): boolean {
    return (this.#answers.get(name)?.untilMs ?? 0) > nowMs;
  }

  get(name: string, nowMs: number): ListAnswer {
    const kept = this.#answers.get(name);
    return kept === undefined || kept.untilMs <= nowMs ? undefined : kept.answer;
  }

  set(name: string, answer: ListAnswer, untilMs: number): void {
    this.#answers.delete(name);
    this.#answers.set(name, { answer, untilMs });
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#limit) break;
      this.#answers.delete(oldest);
    }
  }
}
