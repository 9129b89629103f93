import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { ContentError } from './content-error.ts';
import type { ContentFile } from './content-file.ts';
import { download } from './download.ts';
import type { ContentLimits } from './limits.ts';
import type { LockedSource } from './lock.ts';
import { sha256 } from './pack-hash.ts';
import { readArchive } from './read-archive.ts';
import { readFolder, tooLarge } from './read-folder.ts';

/** Content files that are in memory, and not yet trusted to be a pack. */
export interface Fetched {
  readonly files: readonly ContentFile[];
  readonly source: LockedSource;
  readonly suggestedName: string;
}

/** Reads a folder, an archive file or an https address. Throws `ContentError`. */
export async function fetchContent(location: string, limits: ContentLimits): Promise<Fetched> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) {
    const archive = await download(location, limits);
    return fromArchive(archive, { kind: 'url', location }, limits);
  }
  const path = resolve(location);
  const found = await stat(path).catch((cause: unknown) => {
    throw new ContentError('not-found', `there is no ${location}`, { remedy: 'correct the path', cause });
  });
  if (found.isDirectory()) {
    const { files } = await readFolder(path, { limits, links: 'refuse' });
    return { files, source: { kind: 'folder', location: path }, suggestedName: nameFrom(basename(path)) };
  }
  if (found.size > limits.archiveBytes) throw tooLarge(`${location} has`, limits.archiveBytes);
  return fromArchive(await readFile(path), { kind: 'archive', location: path }, limits);
}

async function fromArchive(
  archive: Buffer,
  from: { readonly kind: 'archive' | 'url'; readonly location: string },
  limits: ContentLimits,
): Promise<Fetched> {
  const { files, topFolder } = await readArchive(archive, limits);
  const fileName = basename(from.location.replace(/[?#].*$/, '')).replace(/\.(?:zip|tar|tar\.gz|tgz)$/i, '');
  return {
    files,
    source: { ...from, sha256: sha256(archive) },
    suggestedName: nameFrom(topFolder ?? fileName),
  };
}

/** A pack's name out of a file's: `coreruleset-4.7.0` is `coreruleset`. */
function nameFrom(text: string): string {
  return text
    .toLowerCase()
    .replace(/[-_.]v?\d[\w.+-]*$|-[0-9a-f]{7,40}$|-(?:main|master)$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
