import { Certificates } from './certificates.ts';
import { Counters } from './counters.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, GatewayStatus } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { Generation } from './generation.ts';
import { LenientListener } from './lenient/index.ts';
import { type GatewayListener, Listener, type ListenerLimits, type ListeningAddress } from './listener.ts';
import type { GatewayOptions, ListenerOptions } from './options.ts';
import { Reception, type ReceptionHost } from './reception.ts';

/** The gateway's life: its listeners, the generation in force, and the sweep over what is under way. */
export class HttpGateway implements Gateway, ReceptionHost {
  readonly counters = new Counters();
  readonly exchanges = new Set<Exchange>();
  sweptMs = performance.now();
  closing = false;
  generation: Generation;
  readonly #reception: Reception;
  #listeners = new Map<string, { readonly listener: GatewayListener; readonly bound: ListeningAddress }>();
  /** No longer wanted after a reload; their connections end as they fall idle. */
  readonly #retired = new Set<GatewayListener>();
  #timers: readonly NodeJS.Timeout[] = [];
  #closed = false;

  constructor(options: GatewayOptions) {
    this.generation = new Generation(options, null);
    this.#reception = new Reception(this);
  }

  async listen(): Promise<readonly ListeningAddress[]> {
    this.#assertOpen();
    await this.#open(this.generation.options.listeners);
    this.#startTimers();
    return [...this.#listeners.values()].map(({ bound }) => bound);
  }

  async reload(options: GatewayOptions): Promise<void> {
    this.#assertOpen();
    const fresh = new Generation(options, this.generation);
    try {
      await this.#reopen(options.listeners, fresh);
    } catch (error) {
      fresh.release();
      throw error;
    }
    const before = this.generation;
    this.generation = fresh;
    before.release();
    this.#startTimers();
    for (const { listener } of this.#listeners.values()) listener.setLimits(limitsOf(fresh));
  }

  async close(graceMs: number): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.closing = true;
    const listeners = [...this.#retired, ...[...this.#listeners.values()].map(({ listener }) => listener)];
    const stopped = Promise.all(listeners.map((listener) => listener.connections.stop()));
    const grace = setTimeout(() => {
      for (const listener of listeners) listener.connections.closeAll();
    }, graceMs);
    await stopped;
    clearTimeout(grace);
    for (const timer of this.#timers) clearInterval(timer);
    this.generation.release();
  }

  status(): GatewayStatus {
    const { counters } = this;
    const listeners = [...this.#listeners.values()];
    return {
      connections: listeners.reduce((sum, { listener }) => sum + listener.connections.size, 0),
      inFlight: this.exchanges.size - counters.tunnels,
      tunnels: counters.tunnels,
      requests: counters.requests,
      retries: counters.retries,
      connectionsDropped: counters.connectionsDropped,
      tlsFailures: counters.tlsFailures,
      heldBytes: counters.heldBytes,
      inspectionErrors: counters.inspectionErrors,
      lastInspectionError: counters.lastInspectionError,
      internalErrors: counters.internalErrors,
      lastInternalError: counters.lastInternalError,
      refused: Object.fromEntries(counters.refused),
      faults: Object.fromEntries(counters.faults),
      services: this.generation.services.map(({ name, upstream }) => ({ name, upstream: upstream.health })),
      certificates: listeners.flatMap(({ listener }) => listener.certificates()),
    };
  }

  /** Opens the listeners that are new and stops those that are gone; the others stay as they are. */
  async #reopen(wanted: readonly ListenerOptions[], fresh: Generation): Promise<void> {
    const byKey = keysOf(wanted);
    const gone = [...this.#listeners].filter(([key]) => !byKey.has(key));
    const kept = [...this.#listeners].flatMap(([key, { listener }]) => {
      const tls = byKey.get(key)?.tls;
      return tls === undefined ? [] : [{ listener, certificates: new Certificates(tls) }];
    });
    // One that only changes between plain and TLS must let go of its port first.
    const places = new Set(wanted.map(placeOf));
    for (const [, { listener }] of gone)
      if (places.has(placeOf(listener.options))) void listener.connections.stop();
    await this.#open(wanted, fresh);
    for (const { listener, certificates } of kept) listener.replaceCertificates(certificates);
    for (const [key, { listener }] of gone) {
      this.#listeners.delete(key);
      this.#retired.add(listener);
      void listener.connections.stop().then(() => this.#retired.delete(listener));
    }
  }

  /** Opens what is not open yet; all of it or none. */
  async #open(wanted: readonly ListenerOptions[], generation = this.generation): Promise<void> {
    const opened: [string, { listener: GatewayListener; bound: ListeningAddress }][] = [];
    try {
      for (const [key, options] of keysOf(wanted)) {
        if (this.#listeners.has(key)) continue;
        const Reader = options.reading === 'lenient' ? LenientListener : Listener;
        const listener = new Reader(options, limitsOf(generation), this.#reception);
        opened.push([key, { listener, bound: await listener.listen() }]);
      }
    } catch (error) {
      for (const [, { listener }] of opened) void listener.connections.stop();
      throw error;
    }
    for (const [key, open] of opened) this.#listeners.set(key, open);
  }

  #startTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
    const limits = limitsOf(this.generation);
    this.#timers = [
      setInterval(() => this.#sweep(), limits.checkMs),
      setInterval(() => this.#refreshCertificates(), limits.certificatePollMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  #sweep(): void {
    this.sweptMs = performance.now();
    for (const exchange of this.exchanges) exchange.sweep(this.sweptMs);
    for (const listener of this.#retired) listener.connections.closeIdle();
    if (!this.closing) return;
    // Tunnels have no end of their own to wait for: they go when the last request has ended.
    if (this.exchanges.size === this.counters.tunnels)
      for (const exchange of this.exchanges) exchange.reset();
    for (const { listener } of this.#listeners.values()) listener.connections.closeIdle();
  }

  #refreshCertificates(): void {
    for (const { listener } of this.#listeners.values()) listener.refreshCertificates();
  }

  #assertOpen(): void {
    if (this.#closed) throw new GatewayError('closed', 'the gateway is closed');
  }
}

/** Listeners by what makes them the same across a reload; of several at a free port, their order does. */
function keysOf(listeners: readonly ListenerOptions[]): Map<string, ListenerOptions> {
  return new Map(
    listeners.map((options, index) => {
      const free = options.port === 0 ? `#${index}` : '';
      return [
        `${placeOf(options)}${free} ${options.tls === undefined ? 'plain' : 'tls'} ${options.reading ?? 'strict'}`,
        options,
      ];
    }),
  );
}

function placeOf(options: ListenerOptions): string {
  return `${options.address} ${options.port}`;
}

/** A head and an idle connection have no service yet: the longest time of all services holds. */
function limitsOf(generation: Generation): ListenerLimits {
  const all = generation.services.map(({ options }) => options.timeoutsMs);
  const shortestMs = Math.min(1000, ...all.flatMap((timeouts) => Object.values(timeouts)));
  return {
    ...generation.limits,
    headersMs: Math.max(1, ...all.map(({ headers }) => headers)),
    idleMs: Math.max(1, ...all.map(({ idle }) => idle)),
    checkMs: Math.max(10, Math.ceil(shortestMs / 4)),
  };
}
