import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { StoreError } from '../../ports/index.ts';
import { isTableName } from '../../record/index.ts';
import { ChdbEngine } from '../store-chdb/chdb-engine.ts';
import { readTestParameters } from './test-parameters.ts';

export const TEST_USER = 'dejfa';
export const TEST_PASSWORD = 'a password for tests';

export interface TestServer {
  readonly url: string;
  /** Statements that came, for tests that ask what was sent. */
  readonly statements: readonly string[];
  close(): Promise<void>;
}

class Refusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Code and text of an error as ClickHouse prints it, out of what the engine said. */
function refusal(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = Number(/Code: (\d+)\./.exec(text)?.[1] ?? (cause instanceof StoreError ? 1002 : 1001));
  return new Refusal(code, text);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const bytes = await buffer(request);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

function requireUser(request: IncomingMessage): void {
  const expected = `Basic ${Buffer.from(`${TEST_USER}:${TEST_PASSWORD}`).toString('base64')}`;
  if (request.headers.authorization !== expected) {
    throw new Refusal(516, `Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)`);
  }
}

/**
 * Speaks as much of ClickHouse's HTTP interface as its official client uses, in front of the same engine in a process
 * of its own: a query in the body, or in the address with data in the body; bound `param_…` values; a user and a
 * password; gzip both ways; errors by X-ClickHouse-Exception-Code. Source: clickhouse.com/docs/interfaces/http.
 */
class ClickHouseTestServer {
  readonly #engine: ChdbEngine;
  readonly statements: string[] = [];

  constructor(path: string) {
    this.#engine = new ChdbEngine({ path, fsync: false, library: 'chdb', notify: () => undefined });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      requireUser(request);
      const address = new URL(request.url ?? '/', 'http://localhost').searchParams;
      const rows = await this.#run(address, body);
      this.#send(request, response, rows);
    } catch (cause) {
      const { code, message } = refusal(cause);
      response.writeHead(code === 516 ? 403 : 500, { 'X-ClickHouse-Exception-Code': code });
      response.end(`Code: ${code}. DB::Exception: ${message} (TEST_SERVER_ERROR) (version 26.7.2.1)`);
    }
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #run(address: URLSearchParams, body: Buffer): Promise<string> {
    const sql = address.get('query') ?? body.toString('utf8');
    this.statements.push(sql);
    const table = /^INSERT INTO (\w+) FORMAT JSONEachRow/.exec(sql)?.[1];
    if (isTableName(table)) {
      await this.#engine.insert([{ table, rows: 1, body }]);
      return '';
    }
    const params = readTestParameters(sql, address);
    if (!/^\s*SELECT/.test(sql)) {
      await this.#engine.command(sql, params);
      return '';
    }
    const rows = await this.#engine.select({ sql, params });
    return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }

  #send(request: IncomingMessage, response: ServerResponse, rows: string): void {
    const gzip = request.headers['accept-encoding']?.includes('gzip') === true;
    response.setHeader('Content-Type', 'application/x-ndjson; charset=UTF-8');
    response.setHeader('X-ClickHouse-Summary', '{"written_rows":"0","result_rows":"0"}');
    if (gzip) response.setHeader('Content-Encoding', 'gzip');
    response.end(gzip ? gzipSync(rows) : rows);
  }
}

/** Starts the server on a free port of loopback, with its data in `path`. */
export async function startTestServer(path: string): Promise<TestServer> {
  const handler = new ClickHouseTestServer(path);
  const server = createServer((request, response) => void handler.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    statements: handler.statements,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await handler.close();
    },
  };
}
