import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Page } from './block-page.ts';
import type { Connection } from './connection.ts';
import { clientFields, pairsOf } from './forward-headers.ts';
import { isEventStream } from './upstream-response.ts';

/** Copying so little is cheaper than a second buffer in the write. */
const SMALL_BYTES = 8 * 1024;

/** The answer to one request, as it goes out to the client. */
export class Answer {
  /** Sent to the client; 0 before. */
  status = 0;
  sentBytes = 0;
  /** The client takes it slower than it comes. */
  slow = false;
  /** Server-sent events: silence is no fault. */
  isEventStream = false;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #connection: Connection;
  /** A small first piece of the body, held until what was read with it is known. */
  #first: Buffer | null = null;
  #flushed = false;

  constructor(request: IncomingMessage, response: ServerResponse, connection: Connection) {
    this.#request = request;
    this.#response = response;
    this.#connection = connection;
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  /** Nothing more is written to it. */
  get ended(): boolean {
    return this.#response.writableEnded;
  }

  /** All of it was handed to the client's connection. */
  get complete(): boolean {
    return this.#response.writableFinished;
  }

  /** The head of the upstream's response; `last`: the connection is not kept alive. Throws on fields that Node refuses. */
  begin(status: number, rawHeaders: readonly string[], last: boolean): void {
    const { httpVersion, method } = this.#request;
    const bodyless = method === 'HEAD' || status === 204 || status === 304;
    const headers = clientFields({ rawHeaders, status, trailersAllowed: httpVersion === '1.1' && !bodyless });
    this.isEventStream = isEventStream(headers);
    this.#writeHead(status, headers, last);
    // What one read of the upstream brings is sent in one write; nothing waits longer than that.
    queueMicrotask(() => this.#flush());
  }

  /** False when the client is slow: `drained` is called when it can take more. */
  write(chunk: Buffer, drained: () => void): boolean {
    this.sentBytes += chunk.length;
    if (!this.#flushed && this.#first === null && chunk.length <= SMALL_BYTES) {
      this.#first = chunk;
      return true;
    }
    this.#flush();
    if (this.#response.write(chunk)) return true;
    this.slow = true;
    this.#response.once('drain', () => {
      this.slow = false;
      drained();
    });
    return false;
  }

  end(rawTrailers: readonly string[]): void {
    if (rawTrailers.length > 0) {
      this.#flush();
      if (this.#response.chunkedEncoding) {
        this.#response.addTrailers(pairsOf(rawTrailers) as [string, string][]);
      }
    }
    const first = this.#first;
    this.#first = null;
    this.#flushed = true;
    // As a string Node joins it with the head into one write.
    if (first === null) this.#response.end();
    else this.#response.end(first.toString('latin1'), 'latin1');
  }

  /** A whole answer of the gateway itself. */
  page(page: Page, last: boolean): void {
    this.#writeHead(page.status, [...page.headers], last);
    this.sentBytes = this.#request.method === 'HEAD' ? 0 : page.body.length;
    this.#response.end(page.body);
  }

  /** Ends the connection so that the client cannot take what came for whole. */
  reset(): void {
    const { socket } = this.#connection;
    if (socket instanceof TLSSocket) socket.destroy();
    else socket.resetAndDestroy();
  }

  /** Sends the head, with the first bytes of the body where there are some. */
  #flush(): void {
    if (this.#flushed) return;
    this.#flushed = true;
    const first = this.#first;
    this.#first = null;
    if (this.#response.destroyed) return;
    if (first === null) this.#response.flushHeaders();
    else this.#response.write(first);
  }

  #writeHead(status: number, headers: string[], last: boolean): void {
    if (last) headers.push('Connection', 'close');
    this.#response.writeHead(status, headers);
    this.status = status;
  }
}
