import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildPack } from './build-pack.ts';
import { ContentError } from './content-error.ts';
import type { ContentFile } from './content-file.ts';
import { type Fetched, fetchContent } from './fetch-content.ts';
import { CONTENT_LIMITS, type ContentLimits } from './limits.ts';
import { type LockedPack, type LockedSource, readLock, writeLock } from './lock.ts';
import type { Pack } from './pack.ts';
import { fileHashes } from './pack-hash.ts';
import { readFolder } from './read-folder.ts';
import { differencesOf, lockedPack } from './verify-pack.ts';

/** What a change to the added packs needs. */
export interface LibraryPlace {
  /** `.dejfa/content`; made when it is not there. */
  readonly contentFolder: string;
  readonly nowMs: number;
  readonly limits?: ContentLimits;
}

/** What a person wants to add. */
export interface AddRequest {
  /** Folder, archive file, or https address of an archive. */
  readonly location: string;
  /** Name to keep it under; null: from the location. */
  readonly name: string | null;
  /** SHA-256 (hex) that the archive, or the pack, must have; null: whatever comes. */
  readonly sha256: string | null;
}

/** A pack that is now in place, and what it replaced. */
export interface AddedPack {
  readonly name: string;
  readonly pack: LockedPack;
  readonly kinds: Pack['kinds'];
  /** Version that was in its place; null: none. The same version when nothing has changed. */
  readonly replaced: string | null;
  /** False when the files are those that were there already. */
  readonly changed: boolean;
}

/**
 * Adds a pack: fetches, checks and hashes it, and only then puts it in place and pins it in the lock. Throws
 * `ContentError`; then everything is as it was.
 */
export async function addPack(place: LibraryPlace, request: AddRequest): Promise<AddedPack> {
  const limits = place.limits ?? CONTENT_LIMITS;
  const fetched = await fetchContent(request.location, limits);
  const name = request.name ?? fetched.suggestedName;
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    const remedy = 'give one with --name: 1 to 63 of a-z, 0-9 and -';
    throw new ContentError('unusable-name', `${JSON.stringify(name)} is no usable name for a pack`, {
      remedy,
    });
  }
  return putInPlace(place, { name, fetched, sha256: request.sha256 });
}

/** Fetches an added pack again from where it came from; the old one stays until the new one is in place. */
export async function pullPack(
  place: LibraryPlace,
  request: { readonly name: string; readonly sha256: string | null },
): Promise<AddedPack> {
  const { source } = lockedPack(await readLock(place.contentFolder), request.name);
  const fetched = await fetchContent(source.location, place.limits ?? CONTENT_LIMITS);
  return putInPlace(place, { name: request.name, fetched, sha256: request.sha256 });
}

/** Takes an added pack away, files and lock; returns what it was. */
export async function removePack(place: LibraryPlace, name: string): Promise<LockedPack> {
  const lock = await readLock(place.contentFolder);
  const pack = lockedPack(lock, name);
  await writeLock(
    place.contentFolder,
    Object.fromEntries(Object.entries(lock).filter(([key]) => key !== name)),
  );
  await rm(join(place.contentFolder, name), { recursive: true, force: true });
  return pack;
}

async function putInPlace(
  place: LibraryPlace,
  wanted: { readonly name: string; readonly fetched: Fetched; readonly sha256: string | null },
): Promise<AddedPack> {
  const { name, fetched } = wanted;
  const { contentFolder, limits = CONTENT_LIMITS } = place;
  const pack = buildPack([{ folder: '/', files: fetched.files, leftOut: [] }], {
    name,
    origin: 'added',
    disable: [],
    limits,
    geo: null,
  });
  assertUsable(pack, fetched.source.location);
  assertHash(wanted.sha256, pack.hash, fetched.source);
  const lock = await readLock(contentFolder);
  const before = Object.hasOwn(lock, name) ? (lock[name] ?? null) : null;
  const folder = `${name}/${folderName(pack.version)}-${pack.hash.slice(0, 12)}`;
  const files = fileHashes(fetched.files);
  await writeFiles(join(contentFolder, folder), fetched.files, limits);
  const locked: LockedPack = {
    version: pack.version,
    folder,
    source: fetched.source,
    licence: pack.licence,
    hash: pack.hash,
    addedMs: place.nowMs,
    files,
  };
  await writeLock(contentFolder, { ...lock, [name]: locked });
  if (before !== null && before.folder !== folder) {
    await rm(join(contentFolder, before.folder), { recursive: true, force: true });
  }
  return {
    name,
    pack: locked,
    kinds: pack.kinds,
    replaced: before?.version ?? null,
    changed: before === null || differencesOf(before.files, files).length > 0,
  };
}

function assertUsable(pack: Pack, location: string): void {
  if (pack.kinds.length > 0) return;
  const remedy = 'a pack has SecLang rules in .conf files, or Sigma rules in .yml files';
  throw new ContentError('not-a-pack', `${location} holds no rules that Dejfa can read`, { remedy });
}

function assertHash(wanted: string | null, packHash: string, source: LockedSource): void {
  if (wanted === null) return;
  const found = source.kind === 'folder' ? packHash : source.sha256;
  if ([found, packHash].includes(wanted.toLowerCase())) return;
  const remedy = 'do not use it before you know why: ask its publisher for the right hash';
  const message = `the SHA-256 of ${source.location} is ${found}, not ${wanted.slice(0, 80)}`;
  throw new ContentError('hash-differs', message, { remedy });
}

/** A version as part of a path. */
function folderName(version: string): string {
  const safe = version.replace(/[^A-Za-z0-9._+-]/g, '_').slice(0, 40);
  return /^[A-Za-z0-9]/.test(safe) ? safe : `v${safe}`;
}

/** Writes all files beside, verifies them, then moves the whole folder into place in one step. */
async function writeFiles(
  target: string,
  files: readonly ContentFile[],
  limits: ContentLimits,
): Promise<void> {
  const incoming = `${target}.${randomBytes(4).toString('hex')}.incoming`;
  try {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(incoming, path)), { recursive: true });
      await writeFile(join(incoming, path), bytes, { flag: 'wx' });
    }
    const written = await readFolder(incoming, { limits, links: 'refuse' });
    const [first] = differencesOf(fileHashes(files), fileHashes(written.files));
    if (first !== undefined) throw new Error(`${first.path} is ${first.kind} on disk`);
    await rm(target, { recursive: true, force: true });
    await rename(incoming, target);
  } catch (cause) {
    await rm(incoming, { recursive: true, force: true });
    const remedy = 'check the free space and that this account may write there';
    throw new ContentError('unwritable', `${target} could not be written`, { remedy, cause });
  }
}
