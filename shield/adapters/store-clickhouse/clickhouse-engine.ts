import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { StoreError } from '../../ports/index.ts';
import {
  engineError,
  type Parameters,
  type Row,
  type SqlEngine,
  type Statement,
  type TablePart,
} from '../../record/index.ts';

const REQUEST_TIMEOUT_MS = 60_000;

/** Where the server is, and who asks. */
export interface ClickHouseOptions {
  /** Address of the HTTP interface, for example `https://clickhouse.example.gov:8443`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Made where it does not exist. */
  readonly database: string;
}

/** Names are written into one statement (CREATE DATABASE binds none), so they are letters, digits and `_`. */
function checkedName(database: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(database)) return database;
  throw new StoreError(
    'rejected',
    `${JSON.stringify(database)} is not a database name: letters, digits and _ only.`,
  );
}

function connect(options: ClickHouseOptions, database: string): ClickHouseClient {
  return createClient({
    url: options.url,
    username: options.user,
    password: options.password,
    database,
    application: 'dejfa',
    request_timeout: REQUEST_TIMEOUT_MS,
    compression: { request: true, response: true },
    // Answers of the server decide what is an error; the client's own log would repeat them with parts of rows.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

/** ClickHouse behind HTTP, through its official client. */
export class ClickHouseEngine implements SqlEngine {
  readonly name = 'clickhouse';
  readonly #options: ClickHouseOptions;
  readonly #client: ClickHouseClient;

  constructor(options: ClickHouseOptions) {
    this.#options = options;
    this.#client = connect(options, checkedName(options.database));
  }

  /** Makes the database. A user without that right may be given one that exists: the failure then shows later. */
  async createDatabase(): Promise<void> {
    const client = connect(this.#options, 'default');
    try {
      await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${checkedName(this.#options.database)}` });
    } catch (cause) {
      const error = this.#storeError(cause);
      if (!/ACCESS_DENIED|Code: 497/.test(String(cause))) throw error;
    } finally {
      await client.close();
    }
  }

  select({ sql, params }: Statement): Promise<readonly Row[]> {
    return this.#ask(async () => {
      const answer = await this.#client.query({
        query: sql,
        query_params: params,
        format: 'JSONEachRow',
        clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
      });
      return answer.json<Row>();
    });
  }

  async command(sql: string, params: Parameters = {}): Promise<void> {
    await this.#ask(() => this.#client.command({ query: sql, query_params: params }));
  }

  /** Table after table. A batch that is cut short is sent again by the recorder; its rows replace each other. */
  async insert(parts: readonly TablePart[]): Promise<void> {
    for (const { table, body } of parts) {
      await this.#ask(async () => {
        const answer = await this.#client.exec({
          query: `INSERT INTO ${table} FORMAT JSONEachRow`,
          values: Readable.from([body], { objectMode: false }),
          clickhouse_settings: { async_insert: 0, wait_end_of_query: 1, input_format_skip_unknown_fields: 1 },
        });
        for await (const _ of answer.stream);
      });
    }
  }

  /** Nothing: what was not acknowledged is still with the recorder that sent it. */
  async recover(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw this.#storeError(cause);
    }
  }

  #storeError(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof ClickHouseError) {
      return engineError(`Code: ${cause.code}. DB::Exception: ${reason}`, cause);
    }
    return new StoreError(
      'unreachable',
      `ClickHouse at ${new URL(this.#options.url).host} does not answer (${reason}): check store.url, the network and the server.`,
      { cause },
    );
  }
}
