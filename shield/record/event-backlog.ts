import type { Event } from '../model/index.ts';
import { RowQueue } from './row-queue.ts';

/** Raw events that wait: those that a signal points to apart from those that are only context. */
export class EventBacklog {
  readonly #context = new RowQueue<Event>();
  readonly #evidence = new RowQueue<Event>();
  #chars = 0;

  get size(): number {
    return this.#context.size + this.#evidence.size;
  }

  get chars(): number {
    return this.#chars;
  }

  get arrived(): readonly [number, number] {
    return [this.#context.arrived, this.#evidence.arrived];
  }

  get gone(): readonly [number, number] {
    return [this.#context.gone, this.#evidence.gone];
  }

  push(events: readonly Event[], evidence: boolean): void {
    (evidence ? this.#evidence : this.#context).push(events);
    for (const event of events) this.#chars += event.raw.length;
  }

  /** At most `limit` events and about `limitChars` of raw text; evidence first: it is what somebody will ask for. */
  take(limit: number, limitChars: number): readonly Event[] {
    let chars = 0;
    const fits = (event: Event) => {
      chars += event.raw.length;
      return chars <= limitChars;
    };
    const evidence = this.#evidence.take(limit, fits);
    if (this.#evidence.size > 0) return this.#count(evidence);
    return this.#count([...evidence, ...this.#context.take(limit - evidence.length, fits)]);
  }

  /** Gives up the oldest context, and then the oldest evidence. Returns what went. */
  giveUp(limit: number): readonly Event[] {
    const context = this.#context.take(limit);
    return this.#count([...context, ...this.#evidence.take(limit - context.length)]);
  }

  #count(taken: readonly Event[]): readonly Event[] {
    for (const event of taken) this.#chars -= event.raw.length;
    return taken;
  }
}
