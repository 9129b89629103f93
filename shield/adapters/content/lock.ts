import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ContentError } from './content-error.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), location: z.string() }),
  z.strictObject({ kind: z.literal('archive'), location: z.string(), sha256: hex }),
  z.strictObject({ kind: z.literal('url'), location: z.string(), sha256: hex }),
]);

const packName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const lockedPack = z.strictObject({
  version: z.string().min(1).max(60),
  /** Folder below the content folder, `NAME/VERSION`. */
  folder: z.string().regex(/^[a-z0-9][a-z0-9-]*\/[A-Za-z0-9][A-Za-z0-9._+-]*$/),
  source,
  licence: z.string().nullable(),
  /** Of the pack, see `packHash`. */
  hash: hex,
  addedMs: z.int().min(0),
  /** SHA-256 of each file by its path. */
  files: z.record(z.string(), hex),
});

const lockSchema = z.strictObject({ lockVersion: z.literal(1), packs: z.record(packName, lockedPack) });

/** A pack as it was when it was added. */
export type LockedPack = z.output<typeof lockedPack>;
/** Where it came from. */
export type LockedSource = LockedPack['source'];

/** The packs that were added, by name, each pinned by the hashes of its files. */
export type Lock = Readonly<Record<string, LockedPack>>;

const LOCK_FILE = 'lock.json';

/** Reads the lock of a content folder; a folder without one has no packs. Throws `ContentError` when it is damaged. */
export async function readLock(contentFolder: string): Promise<Lock> {
  const path = join(contentFolder, LOCK_FILE);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new ContentError('damaged-lock', `${path} cannot be read`, {
      remedy: 'check that this account may read it',
      cause,
    });
  });
  if (text === null) return {};
  try {
    return lockSchema.parse(JSON.parse(text)).packs;
  } catch (cause) {
    const remedy = 'restore it from a backup, or remove it and add the packs again';
    throw new ContentError('damaged-lock', `${path} is damaged`, { remedy, cause });
  }
}

/** Replaces the lock in one step: readers see the old one or the new one. */
export async function writeLock(contentFolder: string, packs: Lock): Promise<void> {
  const path = join(contentFolder, LOCK_FILE);
  const sorted = Object.fromEntries(Object.entries(packs).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(`${path}.new`, `${JSON.stringify({ lockVersion: 1, packs: sorted }, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
