import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { RuleSource } from '@dejfa/seclang';
import { ExclusionError, type StoredExclusion } from '../../ports/index.ts';
import { formatBlock, parseBlock } from './exclusion-block.ts';

const NAME = 'exclusions.conf';
const HEADER = `# Exclusions of this installation, loaded before all packs of rules. Dejfa adds and removes those that begin with
# dejfa-exclusion; rules of your own between them are kept as they are.
`;

/**
 * The file of exclusions in the folder of the state. Owned by whoever writes last: each change reads it anew, and
 * takes its place whole. Methods throw `ExclusionError` where the file cannot be read or written.
 */
export class ExclusionFile {
  readonly path: string;

  /** `folder`: `store.path` of the configuration. Nothing is read or made yet. */
  constructor(folder: string) {
    this.path = join(folder, NAME);
  }

  /** As a source of rules; null where there is nothing to load. */
  source(): RuleSource | null {
    const text = this.#read();
    return /^\s*Sec/m.test(text) ? { path: this.path, text } : null;
  }

  list(): readonly StoredExclusion[] {
    return blocksOf(this.#read()).flatMap((block) => parseBlock(block) ?? []);
  }

  add(exclusion: StoredExclusion): void {
    const blocks = blocksOf(this.#read());
    this.#write([...(blocks.length === 0 ? [HEADER] : blocks), formatBlock(exclusion)]);
  }

  /** Returns what was taken out; null when there is none such. */
  remove(id: number): StoredExclusion | null {
    const blocks = blocksOf(this.#read());
    const removed = blocks.map(parseBlock).find((one) => one?.id === id) ?? null;
    if (removed !== null) this.#write(blocks.filter((block) => parseBlock(block)?.id !== id));
    return removed;
  }

  /** Changes when the file does, whoever changed it; cheap enough to be asked every second. */
  stamp(): string {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
  }

  #read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw new ExclusionError('damaged', `${this.path} cannot be read.`, { cause });
    }
  }

  /** Durable, and whole or not at all. */
  #write(blocks: readonly string[]): void {
    const scratch = `${this.path}.new`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const file = openSync(scratch, 'w', 0o600);
      try {
        writeSync(file, `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(scratch, this.path);
    } catch (cause) {
      throw new ExclusionError('damaged', `${this.path} cannot be written.`, { cause });
    }
  }
}

function blocksOf(text: string): readonly string[] {
  return text.split(/\n[ \t]*(?:\n[ \t]*)+/).filter((block) => block.trim() !== '');
}
