import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal, Ruling } from '../../ports/index.ts';
import { Answer } from './answer.ts';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { overdue } from './deadline.ts';
import { clientFields, pairsOf, upstreamFields } from './forward-headers.ts';
import { type Forwarding, forwardingOf } from './forwarding.ts';
import type { Generation, Service } from './generation.ts';
import type { HeadFacts } from './head-check.ts';
import { Inspection } from './inspection.ts';
import { Progress } from './progress.ts';
import { excerptOfHead } from './refusal.ts';
import { type BodyListener, RequestBody } from './request-body.ts';
import { openTunnel } from './tunnel.ts';
import { UpstreamCall, type UpstreamListener } from './upstream-call.ts';
import { faultOfUpstream, passEarlyHints, switchingHead } from './upstream-response.ts';

/** What all exchanges of one gateway share. */
export interface ExchangeHost {
  readonly counters: Counters;
  readonly exchanges: Set<Exchange>;
  /** Monotonic, milliseconds; as fresh as the last sweep. */
  readonly sweptMs: number;
  /** The gateway is closing: connections are not kept alive. */
  readonly closing: boolean;
}

/** What one exchange is made of. */
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

/** One request and its answer: asks the guard, passes both ways, and ends exactly once. */
export class Exchange implements BodyListener, UpstreamListener {
  readonly #parts: ExchangeParts;
  readonly #forwarding: Forwarding;
  readonly #inspection: Inspection;
  readonly #body: RequestBody | null;
  readonly #answer: Answer;
  readonly #startMs = performance.now();
  #call: UpstreamCall | null = null;
  readonly #progress: Progress;
  #fault: string | undefined;
  /** The client waits for a 100 before it sends its body, and may never send it (RFC 9110 §10.1.1). */
  #owesContinue = false;

  constructor(parts: ExchangeParts) {
    const { host, connection, generation, service, request, response, facts } = parts;
    const { rawHeaders } = request;
    this.#parts = parts;
    this.#progress = new Progress(host);
    const peer = connection.peer(generation.forwarding.trusted);
    const message = { rawHeaders, hostField: facts.hostField };
    this.#forwarding = forwardingOf(peer, message, generation.forwarding);
    this.#inspection = this.#beginInspection();
    this.#answer = new Answer(request, response, connection);
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
    this.#owesContinue = expectsContinue;
    const ruling = this.#inspection.head();
    if (ruling.kind === 'block') {
      this.#block(ruling);
    } else if ((facts.contentLength ?? 0) > service.options.bodyLimitBytes) {
      this.tooLarge();
    } else if (this.#body === null) {
      this.inspectable();
    } else {
      if (expectsContinue) response.writeContinue();
      this.#owesContinue = false;
      this.#body.read(this.#inspection.wantsBody, facts.contentLength);
    }
  }

  append(chunk: Uint8Array): boolean {
    return this.#inspection.append(chunk);
  }

  moved(): void {
    this.#progress.bodyMoved();
  }

  inspectable(): void {
    if (this.#progress.phase !== 'reading') return;
    const ruling = this.#inspection.body();
    if (ruling.kind === 'block') this.#block(ruling);
    else this.#dispatch();
  }

  tooLarge(): void {
    this.refuse('body-too-large', 413);
  }

  get bodyComplete(): boolean {
    return this.#body === null || this.#parts.request.complete;
  }

  sent(bytes: number): void {
    this.#progress.moved();
    this.#body?.sent(bytes);
  }

  retried(): void {
    this.#parts.host.counters.retries += 1;
  }

  responded(status: number, rawHeaders: readonly string[]): void {
    const { response, service, host, connection } = this.#parts;
    if (status < 200) {
      if (status === 103 && this.#parts.request.httpVersion === '1.1') passEarlyHints(response, rawHeaders);
      return;
    }
    service.upstream.answered();
    this.#progress.enter('responding');
    const ruling = this.#inspection.response({ status, httpVersion: '1.1', headers: pairsOf(rawHeaders) });
    if (ruling.kind === 'block') this.#block(ruling);
    else this.#answer.begin(status, rawHeaders, connection.isLast(host.closing));
  }

  data(chunk: Buffer): boolean {
    this.#progress.moved();
    return this.#answer.write(chunk, () => {
      this.#progress.moved();
      this.#call?.resume();
    });
  }

  ended(rawTrailers: readonly string[]): void {
    this.#answer.end(rawTrailers);
  }

  upgraded(status: number, rawHeaders: readonly string[], socket: Duplex): void {
    const { response, connection, service, host, upgradeHead } = this.#parts;
    service.upstream.answered();
    const ruling = this.#inspection.response({ status, httpVersion: '1.1', headers: pairsOf(rawHeaders) });
    if (ruling.kind === 'block') {
      socket.destroy();
      this.#block(ruling);
      return;
    }
    this.#progress.enter('tunnel');
    this.#answer.status = status;
    host.counters.tunnels += 1;
    response.detachSocket(connection.socket);
    openTunnel({
      client: connection.socket,
      upstream: socket,
      head: switchingHead(clientFields({ rawHeaders, status, trailersAllowed: false })),
      firstBytes: upgradeHead,
      idleMs: service.options.timeoutsMs.idle,
      ended: (sentBytes) => {
        this.#answer.sentBytes = sentBytes;
        host.counters.tunnels -= 1;
        this.#closed();
      },
    });
  }

  failed(error: Error): void {
    const { service, generation } = this.#parts;
    const fault = faultOfUpstream(error);
    if (fault.status >= 500) service.upstream.failed(error, generation.options.clock.nowMs());
    this.#breakOff(fault.code, fault.status);
  }

  /** The request is at fault, by the form or the size of its body; `excerpt`: what the parser refused. */
  refuse(code: string, status: number, excerpt?: string): void {
    if (this.#progress.isOver) return;
    this.#fault ??= code;
    this.#answerItself(status, this.#inspection.refused(this.#refusal(code, status, excerpt)));
  }

  /** Ends it now, with its connection. */
  reset(): void {
    this.#answer.reset();
  }

  /** The client's connection is closed; a tunnel sees to that itself. */
  disconnected(): void {
    if (this.#progress.phase === 'tunnel') return;
    this.#closed();
    this.#leave();
  }

  /** Looks at the deadlines; called by the gateway at every sweep. */
  sweep(nowMs: number): void {
    const { generation, service } = this.#parts;
    const late = overdue(
      this.#progress.wait(nowMs, this.#body, this.#answer),
      service.options.timeoutsMs,
      generation.limits,
    );
    if (late === null) return;
    if (late === 'slow-body') this.refuse(late, 408);
    else if (late === 'upstream-timeout') this.#breakOff(late, 504);
    else {
      this.#fault ??= late;
      this.#answer.reset();
    }
  }

  #beginInspection(): Inspection {
    const { host, connection, generation, service, request } = this.#parts;
    return new Inspection(generation.guard, {
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
  }

  #dispatch(): void {
    const { service, request, facts, upgradeHead } = this.#parts;
    const { method = '', rawHeaders, httpVersion } = request;
    const body = this.#body?.forward() ?? null;
    const streamed = body !== null && !Buffer.isBuffer(body);
    const headers = upstreamFields({
      rawHeaders,
      httpVersion,
      connection: request.headers.connection,
      hostField: facts.hostField,
      contentLength: streamed ? facts.contentLength : null,
      forwarding: this.#forwarding,
    });
    this.#progress.enter('waiting');
    const upgrade = facts.upgrade && upgradeHead !== null;
    this.#call = new UpstreamCall(
      service.upstream,
      { method, path: facts.path, headers, body, upgrade },
      this,
    );
    this.#call.send();
  }

  #block(ruling: Ruling & { kind: 'block' }): void {
    this.#answerItself(ruling.status, ruling.reference);
  }

  /** Somebody else is at fault. */
  #breakOff(code: string, status: number): void {
    if (this.#progress.phase === 'ended') return;
    this.#fault ??= code;
    this.#answerItself(status, this.#inspection.reference);
  }

  /** A page where nothing was sent yet, else a reset. */
  #answerItself(status: number, reference: string): void {
    const { generation, host, request, connection } = this.#parts;
    this.#call?.abort();
    if (this.#answer.begun) {
      this.#answer.reset();
      return;
    }
    this.#progress.enter('responding');
    const page = generation.page(status, reference, request.headers.accept);
    this.#answer.page(page, connection.isLast(host.closing) || this.#owesContinue);
    this.#body?.release();
  }

  /** The answer is out, or the client is gone. */
  #closed(): void {
    const { connection, host, request } = this.#parts;
    if (this.#progress.isOver) return;
    if (this.#progress.phase !== 'tunnel' && !this.#answer.complete) this.#fault ??= 'client-left';
    this.#call?.abort();
    this.#body?.release();
    if (this.#fault !== undefined) host.counters.countFault(this.#fault);
    this.#inspection.end({
      status: this.#answer.status,
      requestBytes: this.#body?.receivedBytes ?? 0,
      responseBytes: this.#answer.sentBytes,
      durationMs: performance.now() - this.#startMs,
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    });
    this.#progress.enter('lingering');
    if (this.bodyComplete || connection.socket.destroyed) this.#leave();
    else request.on('end', () => this.#leave()).on('close', () => this.#leave());
  }

  #leave(): void {
    if (this.#progress.phase === 'ended') return;
    this.#progress.enter('ended');
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
