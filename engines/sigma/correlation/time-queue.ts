import { byTime } from './item.ts';

/** A binary heap: whatever the order in which entries come, they leave by time, then by identifier. */
export class TimeQueue<T extends { readonly timeMs: number; readonly id: string }> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest entry; undefined when there is none. */
  peek(): T | undefined {
    return this.#heap[0];
  }

  push(entry: T): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = heap[up];
      if (above === undefined || byTime(above, entry) <= 0) break;
      heap[at] = above;
      at = up;
    }
    heap[at] = entry;
  }

  /** Takes the earliest entry out. */
  pop(): T | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(entry: T): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && byTime(right, left) < 0;
      const below = isRight ? right : left;
      if (byTime(entry, below) <= 0) break;
      heap[at] = below;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = entry;
  }
}
