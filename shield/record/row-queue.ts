/** Rows in the order of their arrival, and how many came and went, so that a mark in the stream can be waited for. */
export class RowQueue<T> {
  #rows: T[] = [];
  #arrived = 0;

  get size(): number {
    return this.#rows.length;
  }

  /** Rows that ever came; with `size` it tells how many have gone. */
  get arrived(): number {
    return this.#arrived;
  }

  get gone(): number {
    return this.#arrived - this.#rows.length;
  }

  push(rows: readonly T[]): void {
    for (const row of rows) this.#rows.push(row);
    this.#arrived += rows.length;
  }

  /** Takes the oldest, at most `limit`, and stops before the first that does not fit; the very first always does. */
  take(limit: number, fits: (row: T) => boolean = () => true): readonly T[] {
    const end = this.#rows.findIndex((row, index) => index >= limit || (!fits(row) && index > 0));
    return this.#rows.splice(0, end === -1 ? this.#rows.length : end);
  }
}

/** As `RowQueue`, but a later row with the same id takes the place of an earlier one that still waits. */
export class LatestQueue<T extends { readonly id: string }> {
  readonly #rows = new Map<string, T>();
  #arrived = 0;

  get size(): number {
    return this.#rows.size;
  }

  get arrived(): number {
    return this.#arrived;
  }

  get gone(): number {
    return this.#arrived - this.#rows.size;
  }

  push(rows: readonly T[]): void {
    for (const row of rows) {
      if (!this.#rows.has(row.id)) this.#arrived += 1;
      this.#rows.set(row.id, row);
    }
  }

  take(limit: number): readonly T[] {
    const taken = [...this.#rows.values()].slice(0, limit);
    for (const row of taken) this.#rows.delete(row.id);
    return taken;
  }
}
