/** One sent event, kept so that a client that lost its connection can catch up. */
export interface KeptEvent {
  readonly sequence: number;
  readonly text: string;
}

/** How much is held for clients that come back: messages, and their bytes. */
export interface RingLimits {
  readonly events: number;
  readonly bytes: number;
}

/** The last events within both limits. Identifiers are `EPOCH-SEQUENCE`; the epoch changes with each start. */
export class ReplayRing {
  readonly #epoch: string;
  readonly #limits: RingLimits;
  #kept: KeptEvent[] = [];
  #bytes = 0;
  #sequence = 0;

  constructor(epoch: string, limits: RingLimits) {
    this.#epoch = epoch;
    this.#limits = limits;
  }

  /** Identifier of the latest event; what a client that is up to date holds. */
  get latestId(): string {
    return this.#idOf(this.#sequence);
  }

  /** Gives the event its identifier by `format` and keeps it. Returns the text to send. */
  add(format: (id: string) => string): string {
    this.#sequence += 1;
    const text = format(this.#idOf(this.#sequence));
    this.#kept.push({ sequence: this.#sequence, text });
    this.#bytes += text.length;
    this.#trim();
    return text;
  }

  /** Events after `lastId`, oldest first; null when they are not all here (too old, or of another start). */
  after(lastId: string): readonly string[] | null {
    const at = lastId.lastIndexOf('-');
    const sequence = Number(lastId.slice(at + 1));
    if (at < 0 || lastId.slice(0, at) !== this.#epoch || !Number.isSafeInteger(sequence)) return null;
    const oldest = this.#kept[0]?.sequence ?? this.#sequence + 1;
    if (sequence < oldest - 1 || sequence > this.#sequence) return null;
    return this.#kept.filter((kept) => kept.sequence > sequence).map((kept) => kept.text);
  }

  #idOf(sequence: number): string {
    return `${this.#epoch}-${sequence}`;
  }

  #trim(): void {
    let dropped = 0;
    while (
      this.#kept.length - dropped > this.#limits.events ||
      (this.#bytes > this.#limits.bytes && dropped < this.#kept.length)
    ) {
      this.#bytes -= this.#kept[dropped]?.text.length ?? 0;
      dropped += 1;
    }
    if (dropped > 0) this.#kept = this.#kept.slice(dropped);
  }
}
