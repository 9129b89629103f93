import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Upstream } from './upstream.ts';

/** A request as the upstream gets it. */
export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  /** Flat name-value pairs. */
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
  readonly upgrade: boolean;
}

/** Who takes the response. Calls come in order; after `failed`, `ended` or `upgraded` there is none. */
export interface UpstreamListener {
  /** A final or an interim (1xx) response; fields are flat name-value pairs, latin1. */
  responded(status: number, rawHeaders: readonly string[]): void;
  /** False: wait for {@link UpstreamCall.resume}. */
  data(chunk: Buffer): boolean;
  ended(rawTrailers: readonly string[]): void;
  upgraded(status: number, rawHeaders: readonly string[], socket: Duplex): void;
  sent(bytes: number): void;
  retried(): void;
  failed(error: Error): void;
}

/** RFC 9110 §9.2.2. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * One request to the upstream, through `dispatch` of its pool. Sent a second time only where that is safe: the method
 * is idempotent, no byte of a body was sent, no byte of a response came, and the connection was one that had been
 * idle (RFC 9112 §9.3.1).
 */
export class UpstreamCall implements Dispatcher.DispatchHandler {
  readonly #upstream: Upstream;
  readonly #request: UpstreamRequest;
  readonly #listener: UpstreamListener;
  #controller: Dispatcher.DispatchController | null = null;
  #done = false;
  #bodySent = false;
  #responseBegun = false;
  #retried = false;

  constructor(upstream: Upstream, request: UpstreamRequest, listener: UpstreamListener) {
    this.#upstream = upstream;
    this.#request = request;
    this.#listener = listener;
  }

  send(): void {
    const { method, path, headers, body, upgrade } = this.#request;
    const options: Dispatcher.DispatchOptions = { method, path, headers, body, blocking: false };
    this.#upstream.pool.dispatch(upgrade ? { ...options, upgrade: 'websocket' } : options, this);
  }

  resume(): void {
    this.#controller?.resume();
  }

  /** Breaks off; the upstream's connection is closed, so that it cannot take the request for whole. */
  abort(): void {
    if (this.#done) return;
    this.#done = true;
    this.#controller?.abort(new Error('the exchange has ended'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It ended while it waited for a connection: throwing gives that one back, where `abort` would close it.
    if (this.#done) throw new Error('the exchange has ended');
    this.#controller = controller;
  }

  onBodySent(chunk: Buffer): void {
    this.#bodySent = true;
    this.#listener.sent(chunk.length);
  }

  onResponseStarted(): void {
    this.#responseBegun = true;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (this.#done) return;
    this.#listener.responded(status, flatFields(controller.rawHeaders));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#done && !this.#listener.data(chunk)) controller.pause();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#done) return;
    this.#done = true;
    const { rawTrailers } = controller as {
      readonly rawTrailers?: Dispatcher.DispatchController['rawHeaders'];
    };
    this.#listener.ended(flatFields(rawTrailers));
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: IncomingHttpHeaders,
    socket: Duplex,
  ): void {
    if (this.#done) {
      socket.destroy();
      return;
    }
    this.#done = true;
    this.#listener.upgraded(status, flatFields(controller.rawHeaders), socket);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#done) return;
    if (this.#mayRetry(error)) {
      this.#retried = true;
      this.#controller = null;
      this.#listener.retried();
      this.send();
      return;
    }
    this.#done = true;
    this.#listener.failed(error);
  }

  #mayRetry(error: Error): boolean {
    return (
      !this.#retried &&
      !this.#bodySent &&
      !this.#responseBegun &&
      IDEMPOTENT.has(this.#request.method) &&
      (this.#request.body === null || Buffer.isBuffer(this.#request.body)) &&
      this.#upstream.isStale(error)
    );
  }
}

function flatFields(raw: Dispatcher.DispatchController['rawHeaders'] | undefined): readonly string[] {
  if (!Array.isArray(raw)) return [];
  const flat = new Array<string>(raw.length);
  for (let i = 0; i < raw.length; i += 1) {
    const part = raw[i];
    flat[i] = typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
  }
  return flat;
}
