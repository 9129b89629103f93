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
import { threadId } from 'node:worker_threads';
import type { RuleCache } from '@dejfa/seclang';
import type { RuleCache as SigmaRuleCache } from '@dejfa/sigma';

/** An entry that is read counts as new again, but not at each start. */
const RENEW_AFTER_MS = 60 * 60 * 1000;

/** What is kept of one kind of rules. */
interface Shelf {
  /** How the names of its files end. */
  readonly suffix: string;
  readonly entries: number;
  readonly entryBytes: number;
}

/** The CRS has 26 rule files with patterns: room for several rule sets and for the engine of the day before. */
const SECLANG: Shelf = { suffix: '.rules', entries: 256, entryBytes: 16 * 1024 * 1024 };
/** A whole set of rules is one entry, and 3,000 rules take 6 MB: room for some sets and combinations of options. */
const SIGMA: Shelf = { suffix: '.sigma', entries: 12, entryBytes: 64 * 1024 * 1024 };

/**
 * Keeps what the engine found out about rules in a folder of the shield's data, a file an entry, those dropped that were used longest ago.
 * What cannot be read or written costs the next start some time, and nothing else.
 */
export function openRuleCache(folder: string, engine: string = secLangDigest()): RuleCache {
  return openShelf(folder, SECLANG, engine);
}

/** The same for Sigma rules, which may be kept in the same folder. */
export function openSigmaCache(folder: string, engine: string = sigmaDigest()): SigmaRuleCache {
  return openShelf(folder, SIGMA, engine);
}

function openShelf(folder: string, shelf: Shelf, engine: string): RuleCache & SigmaRuleCache {
  const pathOf = (key: string) => join(folder, `${key}${shelf.suffix}`);
  return {
    engine,
    get(key) {
      try {
        const path = pathOf(key);
        // Files without patterns have no entry: an error for each would cost more than to look.
        const entry = statSync(path, { throwIfNoEntry: false });
        if (entry === undefined || entry.size > shelf.entryBytes) return null;
        if (Date.now() - entry.mtimeMs > RENEW_AFTER_MS) renew(path);
        return readFileSync(path);
      } catch {
        return null;
      }
    },
    set(key, bytes) {
      try {
        if (bytes.length > shelf.entryBytes) return;
        mkdirSync(folder, { recursive: true });
        writeWhole(pathOf(key), bytes);
        dropOldest(folder, shelf);
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
  const scratch = `${path}.${process.pid}-${threadId}.new`;
  try {
    writeFileSync(scratch, bytes, { mode: 0o600 });
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
}

/** Folders of the engine that what it finds out about rules depends on. */
const SECLANG_FOLDERS: EngineFolders = [
  ['@dejfa/seclang', ['.', 'cache', 'regex']],
  ['@dejfa/match', ['.']],
];

/** As above: how rules are read, and what of them is kept; not how events are searched. */
const SIGMA_FOLDERS: EngineFolders = [
  [
    '@dejfa/sigma',
    [
      ...['.', 'ast', 'cache', 'compile', 'condition', 'correlation', 'filter', 'parse', 'pipeline'],
      ...['regex', 'value'],
    ],
  ],
  ['@dejfa/diagnostics', ['.']],
];

type EngineFolders = readonly (readonly [name: string, folders: readonly string[]])[];

function secLangDigest(): string {
  return engineDigest(SECLANG_FOLDERS);
}

/** With the version of the library that reads YAML. */
function sigmaDigest(): string {
  const library = readFileSync(fileURLToPath(import.meta.resolve('yaml/package.json')));
  return createHash('sha256').update(engineDigest(SIGMA_FOLDERS)).update(library).digest('hex');
}

/** Digest of the engine's own files, so that nothing is taken over from an engine that was changed. */
function engineDigest(engines: EngineFolders): string {
  const digest = createHash('sha256').update(process.version);
  for (const [name, folders] of engines) {
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
function dropOldest(folder: string, { suffix, entries: limit }: Shelf): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix));
  if (names.length <= limit) return;
  const entries = names.map((name) => {
    const path = join(folder, name);
    return { path, mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  entries.sort((one, other) => one.mtimeMs - other.mtimeMs);
  for (const { path } of entries.slice(0, names.length - limit)) rmSync(path, { force: true });
}
