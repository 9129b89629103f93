import type { AuditRecord } from '@dejfa/seclang';
import type { AuditLog, AuditLogStatus } from '../../ports/index.ts';
import { AppendFile } from './append-file.ts';
import { LineQueue } from './line-queue.ts';

/** Who is told, and how much may wait. */
export interface AuditLogOptions {
  /** Told once when it cannot be written, once when records are given up, and once when it can be again. */
  readonly warn: (text: string) => void;
  /** Bytes of lines that wait; beyond that records are given up. 16 MiB unless told. */
  readonly queueBytes?: number;
  /** How long lines are gathered, and how long after a failure it is tried again. */
  readonly gatherMs?: number;
  readonly retryMs?: number;
}

const QUEUE_BYTES = 16 * 1024 * 1024;
const BATCH_BYTES = 1024 * 1024;
const GATHER_MS = 100;
const RETRY_MS = 1_000;

/**
 * The audit log as a file: one line of JSON a record. Owns the file and the lines that wait for it. A disk that is full
 * holds nothing up: lines wait within a bound, later ones are given up and counted, and the file goes on when it can.
 */
export class AuditLogWriter implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #queue: LineQueue;
  #path: string | null = null;
  #file: AppendFile | null = null;
  #lost = 0;
  #lostBefore = 0;
  #failing: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** What is done to the file, one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#queue = new LineQueue(options.queueBytes ?? QUEUE_BYTES);
  }

  /**
   * Opens a file, or the same one anew (after rotation); null: records are not written any more. What still waits goes
   * to the new file. Never rejects: what stands in the way is said and tried again.
   */
  open(path: string | null): Promise<void> {
    return this.#next(async () => {
      if (path !== this.#path) await this.#write();
      await this.#close();
      if (path === null) this.#giveUpWaiting();
      this.#path = path;
      this.#file = path === null ? null : new AppendFile(path);
      await this.#write();
    });
  }

  append(record: AuditRecord): void {
    if (this.#path === null) return;
    if (this.#queue.push(Buffer.from(`${JSON.stringify(record)}\n`))) {
      this.#arm();
      return;
    }
    if (this.#lost === this.#lostBefore) {
      const reason = this.#failing ?? 'they come faster than they can be written';
      this.#options.warn(`records of the audit log ${this.#path} are given up: ${reason}`);
    }
    this.#lost += 1;
  }

  /** Null where no records are written. */
  status(): AuditLogStatus | null {
    if (this.#path === null) return null;
    return {
      path: this.#path,
      state: this.#failing === null ? 'writing' : 'retrying',
      queuedRecords: this.#queue.size,
      lostRecords: this.#lost,
      detail: this.#failing,
    };
  }

  /** One last try for what waits; what cannot be written then is lost, and said. */
  close(): Promise<void> {
    return this.open(null);
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }

  #arm(): void {
    if (this.#timer !== null) return;
    const { gatherMs = GATHER_MS, retryMs = RETRY_MS } = this.#options;
    this.#timer = setTimeout(
      () => void this.#next(() => this.#write()),
      this.#failing === null ? gatherMs : retryMs,
    );
  }

  async #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      await this.#file?.open();
      while (this.#file !== null && this.#queue.size > 0) {
        const lines = this.#queue.peek(BATCH_BYTES);
        await this.#file.append(lines);
        this.#queue.drop(lines.length);
      }
      this.#works();
    } catch (error) {
      this.#fails(error);
      this.#arm();
    }
  }

  async #close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // What was appended is written; a close that fails changes nothing of that.
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
  }

  #works(): void {
    if (this.#failing === null && this.#lost === this.#lostBefore) return;
    const lost = this.#lost - this.#lostBefore;
    const missing = lost === 0 ? 'nothing is missing' : `${lost} records are missing`;
    this.#options.warn(`the audit log ${this.#path} is written again; ${missing}`);
    this.#failing = null;
    this.#lostBefore = this.#lost;
  }

  #fails(error: unknown): void {
    const first = this.#failing === null;
    this.#failing = error instanceof Error ? error.message : String(error);
    if (first) {
      this.#options.warn(
        `the audit log ${this.#path} cannot be written: ${this.#failing}. Requests go on; it is tried again`,
      );
    }
  }

  #giveUpWaiting(): void {
    const waiting = this.#queue.size;
    this.#queue.drop(waiting);
    this.#lost += waiting;
    this.#lostBefore = this.#lost;
    this.#failing = null;
    if (waiting > 0)
      this.#options.warn(
        `${waiting} records of the audit log ${this.#path} could not be written and are lost`,
      );
  }
}
