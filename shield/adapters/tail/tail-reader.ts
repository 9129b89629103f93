import type { FileHandle } from 'node:fs/promises';
import type { SourcePosition, SourceReader, SourceStatus, StateStore } from '../../ports/index.ts';
import { Delivery, SourceHealth, type SourceOptions } from '../source/index.ts';
import { type FoundFile, findFiles, HEAD_BYTES, openFound } from './found-file.ts';
import { gzipEvents, gzipPosition, isGzip } from './gzip-file.ts';
import { startingPoint } from './starting-point.ts';
import { TailedFile, type Trace } from './tailed-file.ts';
import { Wake } from './wake.ts';

/** Which files are followed; times in milliseconds. */
export interface TailOptions extends SourceOptions {
  /** Paths and globs. */
  readonly paths: readonly string[];
  readonly positions: Pick<StateStore, 'positions' | 'savePositions'>;
  /** How often to look when the system does not tell; default 1,000. */
  readonly pollMs?: number;
  /** How long a file that was renamed away or deleted is still read after its last growth; default 10,000. */
  readonly goneGraceMs?: number;
  /** After so long without growth, events of records that wait for more are told; default 2,000. */
  readonly quietMs?: number;
}

const POLL_MS = 1_000;
const GONE_GRACE_MS = 10_000;

/** Records of one event, as of auditd, are written within this. */
const QUIET_MS = 2_000;

/** Traces of truncated and vanished files that are kept to know their copies by. */
const TRACE_LIMIT = 64;

/** Looks at a suspected copy this often before it is read as a file of its own. */
const COPY_PATIENCE = 10;

interface Followed {
  readonly file: TailedFile;
  /** When it was last named by the paths, or grew. */
  liveMs: number;
  isNamed: boolean;
}

/**
 * Follows files through rotation by renaming and by copying, through truncation and deletion, and goes on after a
 * restart where it was. Positions are kept after the events before them are: at least once, never less.
 */
export class TailReader implements SourceReader {
  readonly #options: TailOptions;
  readonly #health: SourceHealth;
  /** Since the start; a file that goes away later, as within a rotation, is nothing to mend. */
  #everFound = false;
  readonly #delivery: Delivery;
  readonly #followed = new Map<string, Followed>();
  readonly #positions = new Map<string, SourcePosition>();
  readonly #patience = new Map<string, number>();
  #traces: Trace[] = [];
  #wake: Wake | null = null;
  #running: Promise<void> | null = null;
  #stopping = false;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#health = new SourceHealth('file', options);
    this.#delivery = new Delivery(options.sink, this.#health);
  }

  async start(): Promise<void> {
    const { positions, name, paths } = this.#options;
    for (const position of positions.positions(name)) this.#positions.set(position.fileId, position);
    this.#wake = new Wake(paths);
    this.#health.state = 'running';
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#delivery.stop();
    this.#wake?.close();
    await this.#running;
    for (const { file } of this.#followed.values()) {
      await this.#delivery.deliver(file.waiting(this.#now()));
      await file.close();
    }
    this.#followed.clear();
    this.#health.state = 'stopped';
  }

  status(): SourceStatus {
    return this.#health.status();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const moved = await this.#round().catch((cause: unknown) => {
        this.#fail(null, cause);
        return false;
      });
      if (moved) continue;
      if (this.#health.state === 'running') this.#health.state = 'waiting';
      await this.#wake?.wait(this.#options.pollMs ?? POLL_MS);
    }
  }

  /** Looks for files and reads a piece of each; true when anything was read. */
  async #round(): Promise<boolean> {
    const found = await findFiles(this.#options.paths);
    if (!this.#everFound) this.#noteWhetherFound(found.length > 0);
    const named = new Map(found.map((file) => [file.fileId, file]));
    for (const followed of this.#followed.values()) {
      const file = named.get(followed.file.fileId);
      followed.isNamed = file !== undefined;
      if (file !== undefined) followed.file.path = file.path;
      const trace = await followed.file.checkTruncation(this.#now());
      if (trace !== null) this.#remember(trace);
    }
    let moved = false;
    for (const file of found)
      if (!this.#followed.has(file.fileId)) moved = (await this.#begin(file)) || moved;
    for (const followed of [...this.#followed.values()]) moved = (await this.#advance(followed)) || moved;
    await this.#measureLag();
    return moved;
  }

  /** Takes up a file that is not followed yet; true when something was read. */
  async #begin(found: FoundFile): Promise<boolean> {
    if (found.sizeBytes === 0 || this.#stopping) return false;
    let handle: FileHandle | null = null;
    try {
      handle = await openFound(found);
      if (handle === null) return false;
      if (await isGzip(handle)) return await this.#readGzip(handle, found);
      const offset = await this.#startingOffset(handle, found);
      if (offset === null) return false;
      const file = await TailedFile.begin(handle, found, { ...this.#setting(), offset });
      handle = null;
      this.#followed.set(found.fileId, { file, liveMs: this.#now(), isNamed: true });
      return true;
    } catch (cause) {
      this.#fail(found.path, cause);
      return false;
    } finally {
      await handle?.close();
    }
  }

  /** Null: not yet. */
  async #startingOffset(handle: FileHandle, found: FoundFile): Promise<number | null> {
    // Files that are followed and whole are compared only by a full head: short ones may be alike by chance.
    const live = [...this.#followed.values()].map(({ file }) => file.trace);
    const traces = [...this.#traces, ...live.filter(({ head }) => head.bytes === HEAD_BYTES)];
    const point = await startingPoint(handle, found, { positions: [...this.#positions.values()], traces });
    if (point.kind === 'offset') return point.offset;
    const looks = (this.#patience.get(found.fileId) ?? 0) + 1;
    this.#patience.set(found.fileId, looks);
    return looks > COPY_PATIENCE ? 0 : null;
  }

  async #readGzip(handle: FileHandle, found: FoundFile): Promise<boolean> {
    const known = this.#positions.get(found.fileId);
    const position = await gzipPosition(handle, found, this.#options.name);
    const isRead = known?.offsetBytes === found.sizeBytes && known.headHash === position.headHash;
    if (isRead) return false;
    const setting = { ...this.#setting(), positions: [...this.#positions.values()] };
    try {
      for await (const events of gzipEvents(handle, found, setting))
        if (!(await this.#delivery.deliver(events))) return false;
    } catch (cause) {
      // What could be unpacked is delivered; the file is not read again, and the status says that it is damaged.
      this.#fail(found.path, cause);
    }
    this.#save(position);
    return true;
  }

  /** Reads the next piece of a followed file and keeps the position once its events are kept. */
  async #advance(followed: Followed): Promise<boolean> {
    if (this.#stopping) return false;
    const { file } = followed;
    try {
      const piece = await file.next(this.#now());
      if (piece.moved) followed.liveMs = this.#now();
      else if (this.#isOver(followed)) return await this.#finish(followed);
      return piece.moved && (await this.#deliver(file, piece));
    } catch (cause) {
      this.#fail(file.path, cause);
      return false;
    }
  }

  async #deliver(
    file: TailedFile,
    piece: { readonly events: Parameters<Delivery['deliver']>[0]; readonly endOffset: number },
  ): Promise<boolean> {
    this.#health.state = 'running';
    if (!(await this.#delivery.deliver(piece.events))) return false;
    this.#save(await file.keep(piece.endOffset));
    return true;
  }

  #isOver(followed: Followed): boolean {
    const graceMs = this.#options.goneGraceMs ?? GONE_GRACE_MS;
    return !followed.isNamed && this.#now() - followed.liveMs >= graceMs;
  }

  /** A file that is gone and grows no more: its last line counts as whole. */
  async #finish(followed: Followed): Promise<boolean> {
    const { file } = followed;
    const piece = file.rest(this.#now());
    if (piece.moved && !(await this.#deliver(file, piece))) return false;
    this.#remember(file.trace);
    this.#followed.delete(file.fileId);
    await file.close();
    return piece.moved;
  }

  #save(position: SourcePosition): void {
    this.#positions.set(position.fileId, position);
    this.#options.positions.savePositions([position]);
  }

  #remember(trace: Trace): void {
    if (trace.offset > 0) this.#traces = [trace, ...this.#traces].slice(0, TRACE_LIMIT);
  }

  async #measureLag(): Promise<void> {
    let lagBytes = 0;
    for (const { file } of this.#followed.values()) lagBytes += await file.lagBytes();
    this.#health.lagBytes = lagBytes;
  }

  #fail(path: string | null, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#health.error = path === null ? reason : `${path}: ${reason}`;
  }

  /** A path with a typing error would otherwise look like a log in which nothing happens. */
  #noteWhetherFound(isFound: boolean): void {
    this.#everFound = isFound;
    const text = `no file matches ${this.#options.paths.join(', ')} (the files in a folder are FOLDER/*)`;
    if (!isFound) this.#health.error = text;
    else if (this.#health.error === text) this.#health.error = null;
  }

  #now(): number {
    return this.#options.sink.clock.nowMs();
  }

  #setting() {
    const { name, lineLimitBytes, quietMs = QUIET_MS } = this.#options;
    return { source: name, health: this.#health, lineLimitBytes, quietMs, nowMs: this.#now() };
  }
}
