import { type FileHandle, open } from 'node:fs/promises';
import type { HuntTask } from './task.ts';

/** How far the disk may be ahead of the hunt. */
const AHEAD_BYTES = 64 * 1_048_576;

const CHUNK_BYTES = 1_048_576;

/**
 * Keeps the disk busy while the rules run: reads what comes next, so that the system has it in memory when it is
 * wanted. What it reads it throws away; what it cannot read is the hunt's to report.
 */
export class ReadAhead {
  #readBytes = 0;
  #huntedBytes = 0;
  #isClosed = false;
  #wake = () => {};

  /** Told of bytes that the hunt itself has read. */
  hunted(count: number): void {
    this.#huntedBytes += count;
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async run(tasks: readonly HuntTask[]): Promise<void> {
    const scratch = Buffer.alloc(CHUNK_BYTES);
    for (const task of tasks) {
      if (this.#isClosed) return;
      if (task.error === null) await this.#read(task, scratch).catch(() => {});
    }
  }

  async #read(task: HuntTask, scratch: Buffer): Promise<void> {
    let file: FileHandle | null = null;
    const start = task.stretch?.start ?? 0;
    try {
      for (let at = 0; at < task.sizeBytes; at += CHUNK_BYTES) {
        await this.#room();
        if (this.#isClosed) return;
        const count = Math.min(CHUNK_BYTES, task.sizeBytes - at);
        // What the hunt has read already is not read again.
        if (this.#readBytes >= this.#huntedBytes) {
          file ??= await open(task.path);
          await file.read(scratch, 0, count, start + at);
        }
        this.#readBytes += count;
      }
    } finally {
      await file?.close();
    }
  }

  async #room(): Promise<void> {
    while (!this.#isClosed && this.#readBytes > this.#huntedBytes + AHEAD_BYTES)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }
}
