import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../../ports/index.ts';
import type { Parameters, Row, SqlEngine, Statement, TablePart } from '../../record/index.ts';
import { type EngineAnswer, EngineDied, EngineProcessClient } from './engine-process-client.ts';
import { encodePayload } from './journal-frame.ts';
import type { EngineRequest } from './messages.ts';

/** A batch that ends the engine this often in a row is set aside. */
const DEATHS_LIMIT = 3;
/** A failed start is not repeated sooner than this. */
const RESTART_PAUSE_MS = 1_000;
/** The engine of a shield that was just killed needs a moment to let go of the folder. */
const LOCK_PATIENCE_MS = 3_000;
const LOCK_PAUSE_MS = 200;

/** Where the embedded engine keeps its files, and how safely. */
export interface ChdbEngineOptions {
  readonly path: string;
  /** Wait for the disk itself, so that a power cut loses nothing acknowledged. */
  readonly fsync: boolean;
  /** Module that provides the engine. */
  readonly library: string;
  /** Told what a person must know and no caller learns from an error. */
  readonly notify: (text: string) => void;
}

/**
 * ClickHouse's engine in a process of its own: a crash in native code ends that process and not the gateway.
 * The next request starts it again; a batch that was on its way is sent again, which is harmless because rows replace
 * each other; selects that were on their way reject with `unavailable`.
 */
export class ChdbEngine implements SqlEngine {
  readonly name = 'chdb';
  readonly #options: ChdbEngineOptions;
  #current: EngineProcessClient | null = null;
  #starting: Promise<EngineProcessClient> | null = null;
  #failed: { readonly error: unknown; readonly untilMs: number } | null = null;
  /** Once the schema stands, every new process first finishes what the last one left in the journal. */
  #recovers = false;
  #recoveryDeaths = 0;
  #closed = false;
  #inserting: Promise<unknown> = Promise.resolve();

  constructor(options: ChdbEngineOptions) {
    this.#options = options;
  }

  /** Process id of the engine; starts it where it is not running. */
  async pid(): Promise<number | undefined> {
    return (await this.#running()).pid;
  }

  async select(statement: Statement): Promise<readonly Row[]> {
    const { body } = await this.#request({ kind: 'select', ...statement });
    return parseJsonLines(body);
  }

  async command(sql: string, params: Parameters = {}): Promise<void> {
    await this.#request({ kind: 'command', sql, params });
  }

  insert(parts: readonly TablePart[]): Promise<void> {
    const payload = encodePayload(parts);
    const turn = this.#inserting.then(() => this.#insert(payload));
    this.#inserting = turn.catch(() => undefined);
    return turn;
  }

  async recover(): Promise<number> {
    const running = await this.#running();
    if (this.#recovers) return 0;
    this.#recovers = true;
    try {
      return await this.#recoverOn(running);
    } catch (cause) {
      if (!(cause instanceof EngineDied)) throw cause;
      await this.#running();
      return 0;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inserting;
    await this.#starting?.catch(() => null);
    await this.#current?.close();
  }

  async #insert(payload: Uint8Array): Promise<void> {
    for (let deaths = 1; ; deaths += 1) {
      const running = await this.#running();
      try {
        const { reply } = await running.request({ kind: 'insert' }, payload);
        this.#note(reply.notice);
        return;
      } catch (cause) {
        if (!(cause instanceof EngineDied)) throw cause;
        if (deaths < DEATHS_LIMIT) continue;
        this.#recoveryDeaths = DEATHS_LIMIT;
        throw new StoreError(
          'rejected',
          `a batch ended the store's engine ${deaths} times: ${cause.message}`,
          {
            cause,
          },
        );
      }
    }
  }

  async #request(message: EngineRequest): Promise<EngineAnswer> {
    const running = await this.#running();
    try {
      return await running.request(message);
    } catch (cause) {
      if (!(cause instanceof EngineDied)) throw cause;
      throw new StoreError('unavailable', `${cause.message}. The next request starts it again.`, { cause });
    }
  }

  async #running(): Promise<EngineProcessClient> {
    if (this.#closed) throw new StoreError('closed', 'the store was closed; open it again to use it.');
    if (this.#current?.alive === true) return this.#current;
    if (this.#failed !== null && performance.now() < this.#failed.untilMs) throw this.#failed.error;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<EngineProcessClient> {
    for (;;) {
      try {
        const running = await this.#open();
        if (this.#recovers) await this.#recoverOn(running);
        this.#current = running;
        return running;
      } catch (error) {
        if (error instanceof EngineDied && this.#recoveryDeaths <= DEATHS_LIMIT && this.#recoveryDeaths > 0)
          continue;
        this.#failed = { error, untilMs: performance.now() + RESTART_PAUSE_MS };
        throw error;
      }
    }
  }

  /** A process with the folder open. Waits a little for a folder that another process is about to let go of. */
  async #open(): Promise<EngineProcessClient> {
    const { path, fsync, library } = this.#options;
    const patientUntilMs = performance.now() + LOCK_PATIENCE_MS;
    for (;;) {
      const started = new EngineProcessClient();
      try {
        await started.request({ kind: 'open', path, fsync, library });
        return started;
      } catch (cause) {
        await started.close();
        const error = started.openError(cause);
        if (error.code !== 'locked' || performance.now() >= patientUntilMs) throw error;
        await pause(LOCK_PAUSE_MS);
      }
    }
  }

  /** Replays the journal, or sets it aside after it has ended the engine three times. */
  async #recoverOn(running: EngineProcessClient): Promise<number> {
    try {
      const setAside = this.#recoveryDeaths >= DEATHS_LIMIT;
      const { reply } = await running.request({ kind: 'recover', setAside });
      this.#recoveryDeaths = 0;
      this.#note(reply.notice);
      return reply.batches ?? 0;
    } catch (cause) {
      if (cause instanceof EngineDied) this.#recoveryDeaths += 1;
      else await running.close();
      throw cause;
    }
  }

  #note(notice: string | undefined): void {
    if (notice !== undefined) this.#options.notify(notice);
  }
}

function parseJsonLines(bytes: Uint8Array): readonly Row[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
}
