import type { Attempt } from '../../../shield/model/index.ts';
import type { Tick } from './wire.ts';

export interface LiveState {
  readonly connection: 'connecting' | 'live' | 'lost';
  /** Events a second, over the last tick. */
  readonly eventsPerSecond: number;
}

export interface LiveListener {
  attempts?(attempts: readonly Attempt[]): void;
  incident?(): void;
  decision?(): void;
  /** The feed cannot tell what was missed: read everything again. */
  reset?(): void;
}

const RETRY_MS = 5_000;
const GATHER_MS = 100;

/**
 * The stream of the shield. The browser itself reconnects with `Last-Event-ID`; where it gives up (the shield was
 * restarted, the session ended) the feed tries again. Owns its connection from `start` to `stop`.
 */
export class LiveFeed {
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #gather: ReturnType<typeof setTimeout> | null = null;
  #gathered: Attempt[] = [];
  #quietSinceMs = 0;
  #state: LiveState = { connection: 'connecting', eventsPerSecond: 0 };
  readonly #listeners = new Set<LiveListener>();
  readonly #watchers = new Set<() => void>();

  start(): void {
    this.#open();
  }

  stop(): void {
    this.#source?.close();
    this.#source = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    if (this.#gather !== null) clearTimeout(this.#gather);
    this.#gather = null;
  }

  readonly state = (): LiveState => this.#state;

  /** For `useSyncExternalStore`. */
  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** Returns the function that ends it. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open(): void {
    const source = new EventSource('/api/v1/stream');
    this.#source = source;
    const isAgain = this.#state.connection === 'lost';
    source.addEventListener('open', () => this.#set({ connection: 'live' }));
    source.addEventListener('hello', () => {
      // A new connection of ours, not the browser's own: what happened in between is unknown.
      if (isAgain) this.#tell((listener) => listener.reset?.());
    });
    source.addEventListener('reset', () => this.#tell((listener) => listener.reset?.()));
    source.addEventListener('attempt', (message) => this.#keep(parse<Attempt>(message)));
    source.addEventListener('incident', () => this.#tell((listener) => listener.incident?.()));
    source.addEventListener('decision', () => this.#tell((listener) => listener.decision?.()));
    source.addEventListener('tick', (message) => this.#tick(parse<Tick>(message)));
    source.addEventListener('error', () => this.#fail(source));
  }

  #fail(source: EventSource): void {
    this.#set({ connection: 'lost', eventsPerSecond: 0 });
    if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
    this.#retry = setTimeout(() => this.#open(), RETRY_MS);
  }

  #tick(tick: Tick): void {
    const seconds = Math.max(1, (tick.timeMs - this.#quietSinceMs) / 1_000);
    const isFirst = this.#quietSinceMs === 0;
    this.#quietSinceMs = tick.timeMs;
    this.#set({ eventsPerSecond: isFirst ? tick.events : tick.events / seconds });
  }

  /** Many attempts may come at once; the page is told of them together. */
  #keep(attempt: Attempt): void {
    this.#gathered.push(attempt);
    this.#gather ??= setTimeout(() => {
      const attempts = this.#gathered;
      this.#gathered = [];
      this.#gather = null;
      this.#tell((listener) => listener.attempts?.(attempts));
    }, GATHER_MS);
  }

  #tell(call: (listener: LiveListener) => void): void {
    for (const listener of this.#listeners) call(listener);
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const changed of this.#watchers) changed();
  }
}

function parse<T>(message: MessageEvent<string>): T {
  return JSON.parse(message.data) as T;
}
