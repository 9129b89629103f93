import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../../ports/index.ts';
import { pageOnWire } from './block-page.ts';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { Exchange } from './exchange.ts';
import type { ExchangeHost } from './exchange-parts.ts';
import { forwardingOf } from './forwarding.ts';
import type { Generation } from './generation.ts';
import { checkHead, type HeadCheck, type HeadFault } from './head-check.ts';
import { askReference } from './inspection.ts';
import type { Arrival, ListenerHooks, ParserError } from './listener.ts';
import { faultOfParserError } from './parser-fault.ts';
import { excerptOfHead, excerptOfPacket } from './refusal.ts';

/** What a reception needs of its gateway. */
export interface ReceptionHost extends ExchangeHost {
  /** The one that new requests begin with. */
  readonly generation: Generation;
}

/** Errors of a connection that merely ended. */
const ENDED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_EOF_STATE']);

/** Requests of one connection that are answered at a time; a client cannot make one packet into thousands upstream. */
const PIPELINE_LIMIT = 64;

/** Takes in what listeners bring: begins an exchange for a sound request to a known service, and refuses the rest. */
export class Reception implements ListenerHooks {
  readonly counters: Counters;
  readonly #host: ReceptionHost;

  constructor(host: ReceptionHost) {
    this.#host = host;
    this.counters = host.counters;
  }

  arrived(arrival: Arrival): void {
    const { connection, request, response, upgradeHead } = arrival;
    if (connection.broken) return;
    const { generation } = this.#host;
    if (connection.exchanges.size >= PIPELINE_LIMIT) {
      this.#refuse(arrival, { code: 'pipelined-too-deep', status: 400 });
      return;
    }
    const check: HeadCheck =
      arrival.facts === undefined
        ? checkHead(request, generation.limits.headerCount)
        : { kind: 'sound', facts: arrival.facts };
    if (check.kind === 'refused') {
      this.#refuse(arrival, check.fault);
      return;
    }
    const { facts } = check;
    const service = generation.find(facts.host?.name ?? null);
    if (service === null) {
      this.#refuse(arrival, { code: 'unknown-host', status: 421 });
    } else if (arrival.expectation === 'unknown') {
      this.#refuse(arrival, { code: 'unknown-expectation', status: 417 });
    } else {
      const parts = {
        host: this.#host,
        connection,
        generation,
        service,
        request,
        response,
        facts,
        upgradeHead,
      };
      new Exchange(parts).start(arrival.expectation === 'continue');
    }
  }

  malformed(connection: Connection, error: ParserError): void {
    const { socket } = connection;
    if (connection.broken || socket.destroyed) return;
    connection.broken = true;
    const neverSpoke = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && connection.isIdle;
    if (neverSpoke || ENDED.has(error.code ?? '') || !/^(?:HPE|ERR_HTTP)_/.test(error.code ?? '')) {
      socket.destroy();
      return;
    }
    const fault = faultOfParserError(error.code ?? '', error.reason ?? error.message);
    const excerpt = excerptOfPacket(error.rawPacket);
    for (const exchange of connection.exchanges) {
      if (exchange.bodyComplete) continue;
      exchange.refuse(fault.code, fault.status, excerpt);
      return;
    }
    this.refused(connection, fault, excerpt);
  }

  refused(connection: Connection, fault: HeadFault, excerpt: string): void {
    connection.broken = true;
    const reference = this.#reference(this.#refusal(connection, fault, excerpt));
    // Answers to earlier requests go first: `Connection.ended` closes after the last of them.
    if (connection.exchanges.size === 0) this.#sendOnWire(connection, fault, reference);
  }

  connect(connection: Connection, request: IncomingMessage): void {
    const fault: HeadFault = { code: 'connect-method', status: 400 };
    const refusal = this.#refusal(connection, fault, excerptOfHead(request));
    const reference = this.#reference(refusal);
    connection.broken = true;
    if (connection.exchanges.size === 0) this.#sendOnWire(connection, fault, reference);
  }

  #refuse(arrival: Arrival, fault: HeadFault): void {
    const { connection, request, response } = arrival;
    const { generation } = this.#host;
    const peer = connection.peer(generation.forwarding.trusted);
    const fields = { rawHeaders: request.rawHeaders, hostField: '' };
    const { clientAddress } = forwardingOf(peer, fields, generation.forwarding);
    const refusal = { ...this.#refusal(connection, fault, excerptOfHead(request)), clientAddress };
    const page = generation.page(fault.status, this.#reference(refusal), request.headers.accept);
    // What follows such a head cannot be told apart from a next request: the connection ends here.
    connection.broken = true;
    connection.refusalQueued = true;
    response.writeHead(page.status, [...page.headers, 'Connection', 'close']);
    response.end(page.body);
  }

  #refusal(connection: Connection, fault: HeadFault, excerpt: string): Refusal {
    return {
      timeMs: this.#host.generation.options.clock.nowMs(),
      clientAddress: connection.address,
      serverPort: connection.serverPort,
      code: fault.code,
      excerpt,
      status: fault.status,
    };
  }

  #reference(refusal: Refusal): string {
    return askReference(this.#host.generation.guard, refusal, this.counters);
  }

  #sendOnWire(connection: Connection, fault: HeadFault, reference: string): void {
    const { generation } = this.#host;
    const page = generation.page(fault.status, reference, undefined);
    connection.socket.end(pageOnWire(page, generation.options.clock.nowMs()));
    connection.socket.destroySoon();
  }
}
