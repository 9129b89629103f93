import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleCache } from '@dejfa/seclang';

/** The CRS has 26 rule files with patterns: room for several rule sets and for the engine of the day before. */
const ENTRY_LIMIT = 256;
const ENTRY_BYTES_LIMIT = 16 * 1024 * 1024;
/** An entry that is read counts as new again, but not at each start. */
const RENEW_AFTER_MS = 60 * 60 * 1000;
const SUFFIX = '.rules';

/**
 * Keeps what the engine found out about rules in a folder of the shield's data, a file an entry, those dropped that were used longest ago.
 * What cannot be read or written costs the next start some time, and nothing else.
 */
export function openRuleCache(folder: string, engine: string = engineDigest()): RuleCache {
  const pathOf = (key: string) => join(folder, `${key}${SUFFIX}`);
  return {
    engine,
    get(key) {
      try {
        const path = pathOf(key);
        // Files without patterns have no entry: an error for each would cost more than to look.
        const entry = statSync(path, { throwIfNoEntry: false });
        if (entry === undefined || entry.size > ENTRY_BYTES_LIMIT) return null;
        if (Date.now() - entry.mtimeMs > RENEW_AFTER_MS) renew(path);
        return readFileSync(path);
      } catch {
        return null;
      }
    },
    set(key, bytes) {
      try {
        mkdirSync(folder, { recursive: true });
        writeWhole(pathOf(key), bytes);
        dropOldest(folder);
      } catch {
        // Documented: nothing is lost but time.
      }
    },
  };
}

/** What is in use is not the oldest, however many rule sets were tried once since it was written. */
function renew(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // It serves as well, and is dropped sooner.
  }
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const scratch = `${path}.${process.pid}.new`;
  try {
    writeFileSync(scratch, bytes, { mode: 0o600 });
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
}

/** Folders of the engine that what it finds out about rules depends on. */
const ENGINE_FOLDERS = [
  ['@dejfa/seclang', ['.', 'cache', 'regex']],
  ['@dejfa/match', ['.']],
] as const;

/** Digest of the engine's own files, so that nothing is taken over from an engine that was changed. */
function engineDigest(): string {
  const digest = createHash('sha256').update(process.version);
  for (const [name, folders] of ENGINE_FOLDERS) {
    const root = dirname(fileURLToPath(import.meta.resolve(name)));
    for (const folder of folders) {
      for (const file of codeFilesIn(join(root, folder))) {
        const code = readFileSync(join(root, folder, file));
        digest.update(`\n${name}/${folder}/${file} ${code.length}\n`).update(code);
      }
    }
  }
  return digest.digest('hex');
}

function codeFilesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
}

/** Other processes may drop entries at the same time: what is gone already is gone. */
function dropOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  if (names.length <= ENTRY_LIMIT) return;
  const entries = names.map((name) => {
    const path = join(folder, name);
    return { path, mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  entries.sort((one, other) => one.mtimeMs - other.mtimeMs);
  for (const { path } of entries.slice(0, names.length - ENTRY_LIMIT)) rmSync(path, { force: true });
}
