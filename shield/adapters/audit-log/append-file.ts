import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants;
const NEWLINE = 0x0a;

/**
 * A file that lines are appended to, and nothing else: a line is in it whole or not at all. Methods reject with what
 * the system says. Calls come one after the other.
 */
export class AppendFile {
  readonly #path: string;
  #file: FileHandle | null = null;
  /** Something without an end of line stands last: a crash, or somebody else who writes. */
  #hasOpenLine = false;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Opens the file, which is made readable for its owner only where there is none. A symbolic link in its place is
   * refused, and so is what is no file: who may write to the folder must not be able to lead the log elsewhere.
   */
  async open(): Promise<void> {
    if (this.#file !== null) return;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = await open(this.#path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Error('it is no file');
      const last = found.size === 0 ? null : await file.read(Buffer.alloc(1), 0, 1, found.size - 1);
      this.#hasOpenLine = last !== null && last.buffer[0] !== NEWLINE;
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
  }

  /** Appends whole lines; where that fails, what was written of them is taken back. */
  async append(lines: readonly Buffer[]): Promise<void> {
    await this.#followRotation();
    await this.open();
    const file = this.#file;
    if (file === null) return;
    const bytes = Buffer.concat(this.#hasOpenLine ? [Buffer.from('\n'), ...lines] : lines);
    const { size } = await file.stat();
    let written = 0;
    try {
      while (written < bytes.length)
        written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
      this.#hasOpenLine = false;
    } catch (error) {
      await this.#takeBack(file, size, written);
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  /** Where the file was renamed or deleted, a new one is begun. */
  async #followRotation(): Promise<void> {
    if (this.#file === null) return;
    const here = await this.#file.stat();
    const there = await stat(this.#path).catch(() => null);
    if (there === null || there.ino !== here.ino || there.dev !== here.dev) await this.close();
  }

  async #takeBack(file: FileHandle, size: number, written: number): Promise<void> {
    const isOurs = (await file.stat()).size === size + written;
    if (isOurs) await file.truncate(size);
    else this.#hasOpenLine = written > 0;
  }
}
