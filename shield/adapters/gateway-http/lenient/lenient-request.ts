import { IncomingMessage } from 'node:http';
import type { Connection } from '../connection.ts';
import type { HeadFacts } from '../head-check.ts';
import type { ListenerHooks } from '../listener.ts';
import { responseWithoutServer } from '../response-without-server.ts';
import { readLenientBody } from './lenient-body.ts';
import { type LenientLimits, type MessageHead, readLenientHead } from './lenient-head.ts';

const EXCERPT_BYTES = 1024;

/** The one request that a lenient connection carries: reads it as it comes and hands it on like any other. */
export class LenientRequest {
  readonly #connection: Connection;
  readonly #hooks: ListenerHooks;
  readonly #limits: LenientLimits;
  /** What came and was not handed on: the head, then the body with its framing. */
  #bytes: Buffer = Buffer.alloc(0);
  #request: IncomingMessage | null = null;
  #contentLength: number | null = 0;
  #pushedBytes = 0;
  #over = false;

  constructor(connection: Connection, limits: LenientLimits, hooks: ListenerHooks) {
    this.#connection = connection;
    this.#limits = limits;
    this.#hooks = hooks;
  }

  take(chunk: Buffer): void {
    if (this.#over) return;
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    if (this.#request === null) this.#readHead();
    else this.#readBody(this.#request);
  }

  /** The client sends no more; without a whole request there is nothing to wait for. */
  ended(): void {
    if (!this.#over) this.#connection.socket.destroy();
  }

  #readHead(): void {
    const reading = readLenientHead(this.#bytes, this.#limits);
    if (reading.kind === 'more') return;
    if (reading.kind === 'refused') {
      this.#over = true;
      const excerpt = this.#bytes.toString('latin1', 0, EXCERPT_BYTES);
      this.#hooks.refused(this.#connection, reading.fault, excerpt);
      return;
    }
    this.#bytes = this.#bytes.subarray(reading.headBytes);
    this.#contentLength = reading.facts.contentLength;
    this.#begin(reading.head, reading.facts);
  }

  #begin(head: MessageHead, facts: HeadFacts): void {
    const connection = this.#connection;
    const request = messageOf(head, connection);
    this.#request = request;
    if (facts.contentLength === 0) this.#complete(request);
    const expects = request.headers.expect !== undefined && head.httpVersion !== '1.0';
    this.#hooks.arrived({
      connection,
      request,
      response: responseWithoutServer(request, connection),
      expectation: expects ? 'continue' : 'none',
      upgradeHead: null,
      facts,
    });
    if (!this.#over) this.#readBody(request);
  }

  #readBody(request: IncomingMessage): void {
    const body = readLenientBody(this.#bytes, this.#contentLength);
    if (body.kind === 'bad') {
      this.#over = true;
      const error = Object.assign(new Error('bad chunk'), { code: 'HPE_INVALID_CHUNK_SIZE' });
      this.#hooks.malformed(this.#connection, error);
      return;
    }
    if (body.bytes.length > this.#pushedBytes) request.push(body.bytes.subarray(this.#pushedBytes));
    this.#pushedBytes = body.bytes.length;
    if (body.kind === 'whole') this.#complete(request);
  }

  #complete(request: IncomingMessage): void {
    this.#over = true;
    request.complete = true;
    request.push(null);
  }
}

/** A message as Node's parser would have made it. */
function messageOf({ method, target, httpVersion, rawHeaders }: MessageHead, connection: Connection) {
  const request = new IncomingMessage(connection.socket);
  request.method = method;
  request.url = target;
  request.httpVersion = httpVersion;
  request.httpVersionMajor = Number(httpVersion[0]);
  request.httpVersionMinor = Number(httpVersion[2]);
  request.rawHeaders = [...rawHeaders];
  request.headers = {};
  for (const name of ['accept', 'connection', 'expect'] as const) {
    const value = firstValue(rawHeaders, name);
    if (value !== undefined) request.headers[name] = value;
  }
  return request;
}

function firstValue(rawHeaders: readonly string[], name: string): string | undefined {
  const at = rawHeaders.findIndex((field, index) => index % 2 === 0 && field.toLowerCase() === name);
  return at === -1 ? undefined : rawHeaders[at + 1];
}
