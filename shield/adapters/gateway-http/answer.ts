import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Page } from './block-page.ts';
import type { Connection } from './connection.ts';
import { clientFields, pairsOf } from './forward-headers.ts';
import { isEventStream } from './upstream-response.ts';

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
    // A head whose body is still to come must not wait for it.
    queueMicrotask(() => {
      if (this.sentBytes === 0 && !this.#response.writableEnded) this.#response.flushHeaders();
    });
  }

  /** False when the client is slow: `drained` is called when it can take more. */
  write(chunk: Buffer, drained: () => void): boolean {
    this.sentBytes += chunk.length;
    if (this.#response.write(chunk)) return true;
    this.slow = true;
    this.#response.once('drain', () => {
      this.slow = false;
      drained();
    });
    return false;
  }

  end(rawTrailers: readonly string[]): void {
    if (rawTrailers.length > 0 && this.#response.chunkedEncoding) {
      this.#response.addTrailers(pairsOf(rawTrailers) as [string, string][]);
    }
    this.#response.end();
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

  #writeHead(status: number, headers: string[], last: boolean): void {
    if (last || this.#connection.broken) headers.push('Connection', 'close');
    this.#response.writeHead(status, headers);
    this.status = status;
  }
}
