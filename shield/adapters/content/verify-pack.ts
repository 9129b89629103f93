import { join } from 'node:path';
import { ContentError } from './content-error.ts';
import { CONTENT_LIMITS, type ContentLimits } from './limits.ts';
import { type LockedPack, readLock } from './lock.ts';
import { fileHashes } from './pack-hash.ts';
import { readFolder } from './read-folder.ts';

/** A file that is not as it was when its pack was added. */
export interface Difference {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'new';
}

/** A pack compared with what the lock says of it. */
export interface Verification {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly fileCount: number;
  /** Empty: every file is as it was. */
  readonly differences: readonly Difference[];
}

/** Compares two sets of file hashes; sorted by path. */
export function differencesOf(
  locked: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): readonly Difference[] {
  const paths = [...new Set([...Object.keys(locked), ...Object.keys(found)])].sort();
  return paths.flatMap((path): readonly Difference[] => {
    const [before, now] = [own(locked, path), own(found, path)];
    if (before === now) return [];
    return [{ path, kind: now === undefined ? 'missing' : before === undefined ? 'new' : 'changed' }];
  });
}

function own(hashes: Readonly<Record<string, string>>, path: string): string | undefined {
  return Object.hasOwn(hashes, path) ? hashes[path] : undefined;
}

/** Hashes every file of the added packs, or of the one named, and compares with the lock. */
export async function verifyPacks(
  contentFolder: string,
  name: string | null,
  limits: ContentLimits = CONTENT_LIMITS,
): Promise<readonly Verification[]> {
  const lock = await readLock(contentFolder);
  const locked = name === null ? Object.entries(lock) : [[name, lockedPack(lock, name)] as const];
  const verifications: Verification[] = [];
  for (const [packName, pack] of locked) {
    const found = await hashesOnDisk(join(contentFolder, pack.folder), limits);
    verifications.push({
      name: packName,
      version: pack.version,
      hash: pack.hash,
      fileCount: Object.keys(pack.files).length,
      differences: differencesOf(pack.files, found),
    });
  }
  return verifications;
}

/** The pack of that name; throws `ContentError` when none was added under it. */
export function lockedPack(lock: Readonly<Record<string, LockedPack>>, name: string): LockedPack {
  const pack = Object.hasOwn(lock, name) ? lock[name] : undefined;
  if (pack !== undefined) return pack;
  const names = Object.keys(lock).join(', ');
  const remedy = names === '' ? 'add one with: dejfa content add PATH' : `added packs: ${names}`;
  throw new ContentError('not-found', `no pack was added under the name ${name.slice(0, 80)}`, { remedy });
}

async function hashesOnDisk(
  folder: string,
  limits: ContentLimits,
): Promise<Readonly<Record<string, string>>> {
  try {
    const { files } = await readFolder(folder, { limits, links: 'refuse' });
    return fileHashes(files);
  } catch (error) {
    if (error instanceof ContentError && error.code === 'not-found') return {};
    throw error;
  }
}
