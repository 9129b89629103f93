/** A log source that events were of, in the words of the Sigma taxonomy, and how many. */
export interface SeenSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly events: number;
  /** At least one loaded rule is for it. */
  readonly covered: boolean;
}

/** Counts log sources over files. */
export class SourceTally {
  readonly #sources = new Map<string, SeenSource>();

  add(source: SeenSource): void {
    const key = [source.product, source.category, source.service].join('\0');
    const known = this.#sources.get(key);
    this.#sources.set(key, { ...source, events: source.events + (known?.events ?? 0) });
  }

  /** The most events first; equal ones by name. */
  list(): readonly SeenSource[] {
    return [...this.#sources.entries()]
      .sort(([a, one], [b, other]) => other.events - one.events || (a < b ? -1 : 1))
      .map(([, source]) => source);
  }
}
