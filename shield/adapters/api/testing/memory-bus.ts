import type { Bus, Topics } from '../../../ports/index.ts';

type Receivers = { [T in keyof Topics]: Set<(values: readonly Topics[T][]) => void> };

/** Calls its subscribers at once. Only for tests. */
export class MemoryBus implements Bus {
  readonly #receivers: Receivers = {
    event: new Set(),
    signal: new Set(),
    attempt: new Set(),
    incident: new Set(),
    decision: new Set(),
    receipt: new Set(),
  };

  publish<T extends keyof Topics>(topic: T, values: readonly Topics[T][]): void {
    for (const receive of this.#receivers[topic]) receive(values);
  }

  subscribe<T extends keyof Topics>(topic: T, receive: (values: readonly Topics[T][]) => void): () => void {
    this.#receivers[topic].add(receive);
    return () => this.#receivers[topic].delete(receive);
  }
}
