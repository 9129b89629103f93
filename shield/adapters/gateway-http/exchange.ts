import type { Duplex } from 'node:stream';
import type { Refusal, Ruling } from '../../ports/index.ts';
import { Answer } from './answer.ts';
import { redirected } from './block-page.ts';
import { overdue } from './deadline.ts';
import type { ExchangeParts } from './exchange-parts.ts';
import { clientFields, pairsOf, upstreamFields } from './forward-headers.ts';
import { type Forwarding, forwardingOf } from './forwarding.ts';
import { Inspection } from './inspection.ts';
import { Progress } from './progress.ts';
import { excerptOfHead } from './refusal.ts';
import { type BodyListener, RequestBody } from './request-body.ts';
import { isHoldable, ResponseBody } from './response-body.ts';
import { openTunnel } from './tunnel.ts';
import { UpstreamCall, type UpstreamListener } from './upstream-call.ts';
import { faultOfUpstream, passEarlyHints, switchingHead } from './upstream-response.ts';

/** One request and its answer: asks the guard, passes both ways, and ends exactly once. */
export class Exchange implements BodyListener, UpstreamListener {
  readonly #parts: ExchangeParts;
  readonly #forwarding: Forwarding;
  readonly #inspection: Inspection;
  readonly #body: RequestBody | null;
  readonly #answer: Answer;
  readonly #startMs = performance.now();
  #call: UpstreamCall | null = null;
  /** Of a response that is held back. */
  #held: ResponseBody | null = null;
  #rawTrailers: readonly string[] | null = null;
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
    const { host, connection, generation, response } = this.#parts;
    generation.retain();
    host.exchanges.add(this);
    connection.exchanges.add(this);
    host.counters.requests += 1;
    response.on('close', () => this.#closed());
    this.#owesContinue = expectsContinue;
    const known = generation.options.beforeInspection?.(this.#forwarding.clientAddress) ?? null;
    if (known === null) this.#inspectHead(expectsContinue);
    else void known.then(() => this.#inspectHead(expectsContinue));
  }

  /** Does nothing where the client has left, or its request was refused, while it waited. */
  #inspectHead(expectsContinue: boolean): void {
    if (this.#progress.phase !== 'reading') return;
    const { response, service, facts } = this.#parts;
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
    const { response, service } = this.#parts;
    if (status < 200) {
      if (status === 103 && this.#parts.request.httpVersion === '1.1') passEarlyHints(response, rawHeaders);
      return;
    }
    service.upstream.answered();
    this.#progress.enter('responding');
    const ruling = this.#inspection.response({ status, httpVersion: '1.1', headers: pairsOf(rawHeaders) });
    if (ruling.kind === 'block') this.#block(ruling);
    else this.#look(status, rawHeaders);
  }

  data(chunk: Buffer): boolean {
    this.#progress.moved();
    if (this.#held !== null) return this.#held.add(chunk, this.#resume);
    return this.#answer.write(chunk, this.#resume);
  }

  ended(rawTrailers: readonly string[]): void {
    this.#rawTrailers = rawTrailers;
    if (this.#held === null) this.#answer.end(rawTrailers);
    else this.#held.end();
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

  readonly #resume = (): void => {
    this.#progress.moved();
    if (this.#held?.paused !== true) this.#call?.resume();
  };

  /** Holds the response back while its body is looked at, or passes it on. */
  #look(status: number, rawHeaders: readonly string[]): void {
    const { service, request, host } = this.#parts;
    const limitBytes = service.options.responseInspectionLimitBytes;
    const holds =
      limitBytes > 0 &&
      isHoldable(request.method ?? '', status, rawHeaders) &&
      this.#inspection.wantsResponseBody;
    if (!holds) {
      this.#passOn(status, rawHeaders, null);
      return;
    }
    this.#held = new ResponseBody({
      inspection: this.#inspection,
      rawHeaders,
      limitBytes,
      counters: host.counters,
      inspectable: (unreadable) => this.#passOn(status, rawHeaders, unreadable),
    });
  }

  /** Asks the guard for the last time; then what was held goes out, and what is still to come behind it. */
  #passOn(status: number, rawHeaders: readonly string[], unreadable: string | null): void {
    if (this.#progress.phase !== 'responding' || this.#answer.begun) return;
    const { host, connection } = this.#parts;
    const ruling = this.#inspection.responseBody(unreadable);
    if (ruling.kind === 'block') {
      this.#block(ruling);
      return;
    }
    const chunks = this.#held?.release() ?? [];
    this.#held = null;
    this.#answer.begin(status, rawHeaders, connection.isLast(host.closing));
    for (const chunk of chunks) this.#answer.write(chunk, this.#resume);
    if (this.#rawTrailers !== null) this.#answer.end(this.#rawTrailers);
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
    if (facts.unforwardable !== undefined) {
      const { code, status } = facts.unforwardable;
      if (status === 0) this.#drop(code);
      else this.refuse(code, status);
      return;
    }
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

  #block({ status, reference, instead }: Ruling & { kind: 'block' }): void {
    if (instead?.kind === 'drop') this.#drop('dropped');
    else this.#answerItself(status, reference, instead?.location);
  }

  /** Closes the connection without an answer. */
  #drop(fault: string): void {
    this.#fault ??= fault;
    this.#call?.abort();
    this.#answer.reset();
  }

  /** Somebody else is at fault. */
  #breakOff(code: string, status: number): void {
    if (this.#progress.phase === 'ended') return;
    this.#fault ??= code;
    this.#answerItself(status, this.#inspection.reference);
  }

  /** A page where nothing was sent yet, else a reset. */
  #answerItself(status: number, reference: string, location?: string): void {
    const { generation, host, request, connection } = this.#parts;
    this.#call?.abort();
    this.#letGo();
    if (this.#answer.begun) {
      this.#answer.reset();
      return;
    }
    this.#progress.enter('responding');
    const page = redirected(generation.page(status, reference, request.headers.accept), location);
    this.#answer.page(page, connection.isLast(host.closing) || this.#owesContinue);
    this.#body?.release();
  }

  #letGo(): void {
    this.#held?.release();
    this.#held = null;
  }

  /** The answer is out, or the client is gone. */
  #closed(): void {
    const { connection, host, request } = this.#parts;
    if (this.#progress.isOver) return;
    if (this.#progress.phase !== 'tunnel' && !this.#answer.complete) this.#fault ??= 'client-left';
    this.#call?.abort();
    this.#letGo();
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
