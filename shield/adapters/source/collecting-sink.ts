import type { Event } from '../../model/index.ts';
import type { SourceSink } from '../../ports/index.ts';

/** A sink for tests: keeps what it is given, and fails or waits when told to. */
export class CollectingSink implements SourceSink {
  readonly events: Event[] = [];
  readonly clock = { nowMs: () => this.nowMs };
  readonly ids = {
    next: () => {
      this.#made += 1;
      return `event-${this.#made}`;
    },
  };
  nowMs = Date.UTC(2026, 10, 23, 12);
  /** Called before events are taken; may throw, or wait. */
  before: (events: readonly Event[]) => Promise<void> = async () => undefined;
  #made = 0;
  #watchers: (() => void)[] = [];

  readonly deliver = async (events: readonly Event[]): Promise<void> => {
    await this.before(events);
    this.events.push(...events);
    for (const watcher of this.#watchers) watcher();
  };

  get raws(): readonly string[] {
    return this.events.map(({ raw }) => raw);
  }

  /** Resolves when at least `count` events were taken. */
  async has(count: number): Promise<void> {
    if (this.events.length >= count) return;
    await new Promise<void>((resolve) => {
      this.#watchers.push(() => {
        if (this.events.length >= count) resolve();
      });
    });
  }
}
