import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Refusal, Ruling } from '../../ports/index.ts';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { overdue, type Wait } from './deadline.ts';
import { clientFields, pairsOf, upstreamFields } from './forward-headers.ts';
import { type Forwarding, forwardingOf } from './forwarding.ts';
import type { Generation, Service } from './generation.ts';
import type { HeadFacts } from './head-check.ts';
import { askReference, Inspection } from './inspection.ts';
import { excerptOfHead } from './refusal.ts';
import { type BodyListener, RequestBody } from './request-body.ts';
import { openTunnel } from './tunnel.ts';
import { UpstreamCall, type UpstreamListener } from './upstream-call.ts';
import { faultOfUpstream, isEventStream, passEarlyHints, switchingHead } from './upstream-response.ts';

/** What all exchanges of one gateway share. */
export interface ExchangeHost {
  readonly counters: Counters;
  readonly exchanges: Set<Exchange>;
  /** Monotonic, milliseconds; as fresh as the last sweep. */
  readonly sweptMs: number;
  /** The gateway, or this listener, is closing: connections are not kept alive. */
  readonly closing: boolean;
}

export interface ExchangeParts {
  readonly host: ExchangeHost;
  readonly connection: Connection;
  readonly generation: Generation;
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly facts: HeadFacts;
  /** First bytes after an upgrade request, where this is one. */
  readonly upgradeHead: Buffer | null;
}

type Phase = 'reading' | 'waiting' | 'responding' | 'tunnel' | 'lingering' | 'ended';

/** One request and its answer: asks the guard, passes both ways, and ends exactly once. */
export class Exchange implements BodyListener, UpstreamListener {
  readonly #parts: ExchangeParts;
  readonly #forwarding: Forwarding;
  readonly #inspection: Inspection;
  readonly #body: RequestBody | null;
  readonly #startMs = performance.now();
  #call: UpstreamCall | null = null;
  #phase: Phase = 'reading';
  #status = 0;
  #responseBytes = 0;
  #fault: string | undefined;
  /** When what is waited for last moved: a byte of the request body, or of the response; by the host's sweep. */
  #movedMs: number;
  #bodyMovedMs: number;
  /** The client is slow to take the response. */
  #clientSlow = false;
  #isEventStream = false;

  constructor(parts: ExchangeParts) {
    const { host, connection, generation, service, request, facts } = parts;
    this.#parts = parts;
    this.#movedMs = host.sweptMs;
    this.#bodyMovedMs = host.sweptMs;
    const peer = connection.peer(generation.forwarding.trusted);
    this.#forwarding = forwardingOf(
      peer,
      { rawHeaders: request.rawHeaders, hostField: facts.hostField },
      generation.forwarding,
    );
    this.#inspection = new Inspection(generation.guard, {
      service: service.name,
      head: {
        method: request.method ?? '',
        target: request.url ?? '',
        httpVersion: request.httpVersion,
        headers: pairsOf(request.rawHeaders),
        clientAddress: this.#forwarding.clientAddress,
        clientPort: connection.port,
        serverAddress: connection.serverAddress,
        serverPort: connection.serverPort,
      },
      policy: service.options.onInspectionError,
      counters: host.counters,
      describe: () => this.#refusal('inspection-error', 503),
    });
    this.#body =
      facts.contentLength === 0
        ? null
        : new RequestBody(request, this, {
            inspectBytes: service.options.bodyInspectionLimitBytes,
            limitBytes: service.options.bodyLimitBytes,
            counters: host.counters,
          });
  }

  start(expectsContinue: boolean): void {
    const { host, connection, generation, response, service, facts } = this.#parts;
    generation.retain();
    host.exchanges.add(this);
    connection.exchanges.add(this);
    host.counters.requests += 1;
    response.on('close', () => this.#closed());
    const ruling = this.#inspection.head();
    if (ruling.kind === 'block') {
      this.#answerRuling(ruling);
    } else if ((facts.contentLength ?? 0) > service.options.bodyLimitBytes) {
      this.tooLarge();
    } else if (this.#body === null) {
      this.inspectable();
    } else {
      if (expectsContinue) response.writeContinue();
      this.#body.read(this.#inspection.wantsBody);
    }
  }

  // The request body.

  append(chunk: Uint8Array): boolean {
    return this.#inspection.append(chunk);
  }

  moved(): void {
    this.#bodyMovedMs = this.#parts.host.sweptMs;
  }

  inspectable(): void {
    if (this.#phase !== 'reading') return;
    const ruling = this.#inspection.body();
    if (ruling.kind === 'block') this.#answerRuling(ruling);
    else this.#dispatch();
  }

  tooLarge(): void {
    this.#refuse('body-too-large', 413);
  }

  /** The parser refuses the body of this request. */
  refuseBody(code: string, status: number, excerpt: string): void {
    this.#refuse(code, status, excerpt);
  }

  get bodyComplete(): boolean {
    return this.#body === null || this.#body.complete;
  }

  // The upstream.

  #dispatch(): void {
    const { service, request, facts } = this.#parts;
    const body = this.#body?.forward() ?? null;
    const streamed = body !== null && !Buffer.isBuffer(body);
    const headers = upstreamFields({
      rawHeaders: request.rawHeaders,
      connection: request.headers.connection,
      hostField: facts.hostField,
      httpVersion: request.httpVersion,
      contentLength: streamed ? facts.contentLength : null,
      forwarding: this.#forwarding,
    });
    this.#enter('waiting');
    const { method = '' } = request;
    this.#call = new UpstreamCall(
      service.upstream,
      { method, path: facts.path, headers, body, upgrade: facts.upgrade && this.#parts.upgradeHead !== null },
      this,
    );
    this.#call.send();
  }

  sent(bytes: number): void {
    this.#movedMs = this.#parts.host.sweptMs;
    this.#body?.sent(bytes);
  }

  retried(): void {
    this.#parts.host.counters.retries += 1;
  }

  responded(status: number, rawHeaders: readonly string[]): void {
    const { response, request, service } = this.#parts;
    if (status < 200) {
      if (status === 103) passEarlyHints(response, rawHeaders);
      return;
    }
    service.upstream.answered();
    this.#enter('responding');
    const ruling = this.#inspection.response({ status, httpVersion: '1.1', headers: pairsOf(rawHeaders) });
    if (ruling.kind === 'block') {
      this.#answerRuling(ruling);
      return;
    }
    const headers = clientFields({
      rawHeaders,
      status,
      trailersAllowed:
        request.httpVersion === '1.1' && request.method !== 'HEAD' && status !== 204 && status !== 304,
    });
    this.#isEventStream = isEventStream(headers);
    this.#writeHead(status, headers);
    // A head whose body is still to come must not wait for it.
    queueMicrotask(() => {
      if (this.#responseBytes === 0 && this.#phase === 'responding') response.flushHeaders();
    });
  }

  data(chunk: Buffer): boolean {
    this.#movedMs = this.#parts.host.sweptMs;
    this.#responseBytes += chunk.length;
    const { response } = this.#parts;
    if (response.write(chunk)) return true;
    this.#clientSlow = true;
    response.once('drain', () => {
      this.#clientSlow = false;
      this.#movedMs = this.#parts.host.sweptMs;
      this.#call?.resume();
    });
    return false;
  }

  ended(rawTrailers: readonly string[]): void {
    const { response } = this.#parts;
    if (rawTrailers.length > 0 && response.chunkedEncoding) {
      response.addTrailers(pairsOf(rawTrailers) as [string, string][]);
    }
    response.end();
  }

  upgraded(status: number, rawHeaders: readonly string[], socket: Duplex): void {
    const { response, connection, service, host, upgradeHead } = this.#parts;
    service.upstream.answered();
    const ruling = this.#inspection.response({ status, httpVersion: '1.1', headers: pairsOf(rawHeaders) });
    if (ruling.kind === 'block') {
      socket.destroy();
      this.#answerRuling(ruling);
      return;
    }
    this.#enter('tunnel');
    this.#status = status;
    host.counters.tunnels += 1;
    response.detachSocket(connection.socket);
    openTunnel({
      client: connection.socket,
      upstream: socket,
      head: switchingHead(clientFields({ rawHeaders, status, trailersAllowed: false })),
      firstBytes: upgradeHead,
      idleMs: service.options.timeoutsMs.idle,
      ended: (sentBytes) => {
        this.#responseBytes = sentBytes;
        host.counters.tunnels -= 1;
        this.#closed();
      },
    });
  }

  failed(error: Error): void {
    const { service, generation } = this.#parts;
    service.upstream.failed(error, generation.options.clock.nowMs());
    const fault = faultOfUpstream(error);
    this.#breakOff(fault.code, fault.status);
  }

  // Answers of the gateway itself.

  #answerRuling(ruling: Ruling & { kind: 'block' }): void {
    this.#answer(ruling.status, ruling.reference);
  }

  /** The request is at fault, by its form or its size. */
  #refuse(code: string, status: number, excerpt?: string): void {
    if (this.#phase === 'ended' || this.#phase === 'lingering') return;
    const { generation, host } = this.#parts;
    this.#fault ??= code;
    const refusal = this.#refusal(code, status, excerpt);
    this.#answer(status, askReference(generation.guard, refusal, host.counters));
  }

  /** Somebody else is at fault: a page where nothing was sent yet, else a reset, so that no part is taken for whole. */
  #breakOff(code: string, status: number): void {
    if (this.#phase === 'ended') return;
    this.#fault ??= code;
    this.#answer(status, this.#inspection.reference);
  }

  #answer(status: number, reference: string): void {
    const { generation, request, response } = this.#parts;
    this.#call?.abort();
    if (response.headersSent) {
      this.reset();
      return;
    }
    this.#enter('responding');
    const page = generation.page(status, reference, request.headers.accept);
    this.#writeHead(page.status, [...page.headers]);
    this.#responseBytes = request.method === 'HEAD' ? 0 : page.body.length;
    response.end(page.body);
    this.#body?.release();
  }

  #writeHead(status: number, headers: string[]): void {
    const { response, host, connection } = this.#parts;
    this.#status = status;
    if (host.closing || connection.broken) headers.push('Connection', 'close');
    response.writeHead(status, headers);
  }

  // The end.

  /** Ends the connection so that the client cannot take what came for whole. */
  reset(): void {
    const { socket } = this.#parts.connection;
    if (socket instanceof TLSSocket) socket.destroy();
    else socket.resetAndDestroy();
  }

  /** Looks at the deadlines; called by the gateway at every sweep. */
  sweep(nowMs: number): void {
    const { generation, service } = this.#parts;
    const late = overdue(this.#wait(nowMs), service.options.timeoutsMs, generation.limits);
    if (late === null) return;
    if (late === 'slow-body') this.#refuse(late, 408);
    else if (late === 'upstream-timeout') this.#breakOff(late, 504);
    else {
      this.#fault ??= late;
      this.reset();
    }
  }

  #wait(nowMs: number): Wait {
    const body = this.#body;
    if (this.#phase === 'lingering') return { kind: 'linger', pauseMs: nowMs - this.#movedMs };
    if (this.#phase === 'responding') {
      if (this.#clientSlow) return { kind: 'client', pauseMs: nowMs - this.#movedMs };
      return this.#isEventStream ? { kind: 'none' } : { kind: 'upstream', pauseMs: nowMs - this.#movedMs };
    }
    if (this.#phase !== 'reading' && this.#phase !== 'waiting') return { kind: 'none' };
    if (body !== null && !body.complete && !body.paused) {
      const pauseMs = nowMs - this.#bodyMovedMs;
      return { kind: 'body', elapsedMs: nowMs - this.#startMs, pauseMs, receivedBytes: body.receivedBytes };
    }
    return { kind: 'upstream', pauseMs: nowMs - Math.max(this.#movedMs, this.#bodyMovedMs) };
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#movedMs = this.#parts.host.sweptMs;
  }

  /** The answer is out, or the client is gone. */
  #closed(): void {
    const { response, connection, host } = this.#parts;
    if (this.#phase === 'ended' || this.#phase === 'lingering') return;
    if (this.#phase !== 'tunnel' && !response.writableFinished) this.#fault ??= 'client-left';
    this.#call?.abort();
    this.#body?.release();
    if (this.#fault !== undefined) host.counters.countFault(this.#fault);
    this.#inspection.end({
      status: this.#status,
      requestBytes: this.#body?.receivedBytes ?? 0,
      responseBytes: this.#responseBytes,
      durationMs: performance.now() - this.#startMs,
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    });
    if (this.bodyComplete || connection.socket.destroyed) {
      this.#leave();
      return;
    }
    this.#enter('lingering');
    const { request } = this.#parts;
    request.on('end', () => this.#leave()).on('close', () => this.#leave());
  }

  #leave(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    const { host, connection, generation } = this.#parts;
    host.exchanges.delete(this);
    connection.ended(this);
    generation.release();
  }

  #refusal(code: string, status: number, excerpt?: string): Refusal {
    const { generation, connection, request } = this.#parts;
    return {
      timeMs: generation.options.clock.nowMs(),
      clientAddress: this.#forwarding.clientAddress,
      serverPort: connection.serverPort,
      code,
      excerpt: excerpt ?? excerptOfHead(request),
      status,
    };
  }
}
