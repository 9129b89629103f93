import type { Attempt } from '../../../model/index.ts';
import type { Bus, Clock } from '../../../ports/index.ts';
import { formatSse, type StreamMessage, type Tick } from './message.ts';
import { ReplayRing, type RingLimits } from './replay-ring.ts';
import { StreamClient } from './stream-client.ts';

const FLUSH_MS = 250;
const TICK_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const RING_LIMITS: RingLimits = { events: 2_000, bytes: 8 * 1024 * 1024 };
const CLIENT_LIMIT = 32;

/** What the streams are fed with, and who may listen. */
export interface StreamHubDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  /** Tells this start of the shield from another. */
  readonly epoch: string;
  /** False once the session was ended or has expired: its streams are closed. */
  readonly isSession: (tokenHash: string) => boolean;
  readonly ringLimits?: RingLimits;
}

/**
 * Sends what the stages found to every console. Attempts change often: within a quarter of a second only their
 * latest state is sent. Owns its subscriptions and its timer from `start` to `stop`.
 */
export class StreamHub {
  readonly #deps: StreamHubDeps;
  readonly #ring: ReplayRing;
  readonly #clients = new Set<StreamClient>();
  readonly #attempts = new Map<string, Attempt>();
  readonly #encoder = new TextEncoder();
  #ends: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #events = 0;
  #signals = 0;
  #tickedMs = 0;
  #beatMs = 0;

  constructor(deps: StreamHubDeps) {
    this.#deps = deps;
    this.#ring = new ReplayRing(deps.epoch, deps.ringLimits ?? RING_LIMITS);
  }

  start(): void {
    const { bus } = this.#deps;
    this.#ends = [
      bus.subscribe('event', (events) => {
        this.#events += events.length;
      }),
      bus.subscribe('signal', (signals) => {
        this.#signals += signals.length;
      }),
      bus.subscribe('attempt', (attempts) => {
        for (const attempt of attempts) this.#attempts.set(attempt.id, attempt);
      }),
      bus.subscribe('incident', (incidents) => {
        for (const data of incidents) this.#publish({ kind: 'incident', data });
      }),
      bus.subscribe('decision', (decisions) => {
        for (const data of decisions) this.#publish({ kind: 'decision', data });
      }),
    ];
    this.#timer = setInterval(() => this.flush(), FLUSH_MS);
    this.#timer.unref();
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const client of [...this.#clients]) client.close();
  }

  /** Null when too many listen already. `lastId` as the browser sends it in `Last-Event-ID`. */
  join(tokenHash: string, lastId: string | null): StreamClient | null {
    if (this.#clients.size >= CLIENT_LIMIT) return null;
    const client = new StreamClient(tokenHash, (ended) => this.#clients.delete(ended));
    this.#clients.add(client);
    const missed = lastId === null ? [] : this.#ring.after(lastId);
    const opening =
      missed === null ? formatSse('reset', { reason: 'too-old' }, this.#ring.latestId) : missed.join('');
    const hello = lastId === null ? formatSse('hello', {}, this.#ring.latestId) : '';
    client.send(this.#encoder.encode(`retry: 2000\n\n${hello}${opening}`));
    return client;
  }

  /** Ends the streams of one session. */
  dismiss(tokenHash: string): void {
    for (const client of [...this.#clients]) if (client.tokenHash === tokenHash) client.close();
  }

  /** Sends what has gathered; called by the timer, and by tests. */
  flush(): void {
    for (const data of this.#attempts.values()) this.#publish({ kind: 'attempt', data });
    this.#attempts.clear();
    const nowMs = this.#deps.clock.nowMs();
    if (nowMs - this.#tickedMs >= TICK_MS) this.#tick(nowMs);
    if (nowMs - this.#beatMs >= HEARTBEAT_MS) this.#heartbeat(nowMs);
  }

  #publish(message: StreamMessage): void {
    const text = this.#ring.add((id) => formatSse(message.kind, message.data, id));
    this.#broadcast(text);
  }

  #tick(nowMs: number): void {
    this.#tickedMs = nowMs;
    if (this.#events === 0 && this.#signals === 0) return;
    const tick: Tick = { timeMs: nowMs, events: this.#events, signals: this.#signals };
    this.#events = 0;
    this.#signals = 0;
    this.#broadcast(formatSse('tick', tick));
  }

  #heartbeat(nowMs: number): void {
    this.#beatMs = nowMs;
    for (const client of [...this.#clients]) if (!this.#deps.isSession(client.tokenHash)) client.close();
    this.#broadcast(formatSse('heartbeat', { timeMs: nowMs }));
  }

  #broadcast(text: string): void {
    if (this.#clients.size === 0) return;
    const bytes = this.#encoder.encode(text);
    for (const client of [...this.#clients]) client.send(bytes);
  }
}
