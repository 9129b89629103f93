import http, { type IncomingMessage, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { checkHead, type HeadFault } from './head-check.ts';
import { DEFAULT_LIMITS } from './options.ts';
import { faultOfParserError } from './parser-fault.ts';

/** Tells how the gateway, as it stands in service, would refuse what comes; without a socket. */
export class BytesCheck {
  readonly #server: Server;
  #settle: (fault: HeadFault | null) => void = () => undefined;

  constructor() {
    this.#server = http.createServer({
      insecureHTTPParser: false,
      requireHostHeader: false,
      maxHeaderSize: DEFAULT_LIMITS.headBytes,
    });
    this.#server.maxHeadersCount = 0;
    this.#server.on('request', (request) => this.#look(request));
    this.#server.on('checkContinue', (request) => this.#look(request));
    this.#server.on('checkExpectation', () => this.#settle({ code: 'unknown-expectation', status: 417 }));
    this.#server.on('connect', () => this.#settle({ code: 'connect-method', status: 400 }));
    this.#server.on('clientError', (error: Error & { readonly code?: string; readonly reason?: string }) =>
      this.#settle(faultOfParserError(error.code ?? '', error.reason ?? error.message)),
    );
  }

  /** Null where the first request in `bytes` is sound as far as it goes. One question at a time. */
  async refusalOf(bytes: Buffer): Promise<HeadFault | null> {
    const wire = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    const answered = new Promise<HeadFault | null>((resolve) => {
      this.#settle = resolve;
    });
    this.#server.emit('connection', wire);
    wire.push(bytes);
    // The parser has seen all of it by then: a request that is only begun is no fault.
    setImmediate(() => setImmediate(() => this.#settle(null)));
    const fault = await answered;
    this.#settle = () => undefined;
    wire.destroy();
    return fault;
  }

  #look(request: IncomingMessage): void {
    const check = checkHead(request, DEFAULT_LIMITS.headerCount);
    if (check.kind === 'refused') {
      this.#settle(check.fault);
      return;
    }
    const settle = this.#settle;
    request.on('error', () => undefined);
    request.resume().on('end', () => settle(null));
  }
}
