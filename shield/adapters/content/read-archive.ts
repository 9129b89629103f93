import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';
import { ContentError } from './content-error.ts';
import { type ContentFile, isContentPath } from './content-file.ts';
import type { ContentLimits } from './limits.ts';
import { tooLarge } from './read-folder.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

const unzip = promisify(gunzip);

/** The content files of an archive, without the one folder at its top that publishers put around them. */
export interface ArchiveContent {
  readonly files: readonly ContentFile[];
  /** Name of that folder; null where there is none. */
  readonly topFolder: string | null;
}

/** Reads a .zip, .tar.gz or .tar, told apart by their first bytes. Throws `ContentError` for anything hostile. */
export async function readArchive(archive: Buffer, limits: ContentLimits): Promise<ArchiveContent> {
  const entries = await entriesOf(archive, limits);
  const topFolder = topFolderOf(entries.map(({ path }) => path));
  const from = topFolder === null ? 0 : topFolder.length + 1;
  const files = entries
    .map(({ path, bytes }) => ({ path: path.slice(from), bytes }))
    .filter(({ path }) => isContentPath(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  assertDistinct(files);
  return { files, topFolder };
}

async function entriesOf(archive: Buffer, limits: ContentLimits): Promise<readonly ArchiveEntry[]> {
  if (archive.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    return readZip(archive, limits, isWanted);
  }
  if (archive[0] === 0x1f && archive[1] === 0x8b) {
    return [...readTar(await inflate(archive, limits), limits, isWanted)];
  }
  if (archive.toString('latin1', 257, 262) === 'ustar') {
    return [...readTar(archive, limits, isWanted)];
  }
  const remedy = 'use a .zip, a .tar.gz, a .tar or a folder';
  throw new ContentError('unsupported-archive', 'this is no archive that Dejfa can read', { remedy });
}

/** Content with or without a folder around it; which of the two is known only when all paths are. */
function isWanted(path: string): boolean {
  return isContentPath(path) || isContentPath(path.slice(path.indexOf('/') + 1));
}

async function inflate(archive: Buffer, limits: ContentLimits): Promise<Buffer> {
  try {
    return await unzip(archive, { maxOutputLength: limits.packBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge('the archive unpacks to', limits.packBytes);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ContentError('damaged-archive', `the archive is damaged: ${reason}`, {
      remedy: 'fetch it again',
      cause,
    });
  }
}

/** On a file system that does not tell letter cases apart, one file would replace another unseen. */
function assertDistinct(files: readonly ContentFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    const key = path.normalize('NFC').toLowerCase();
    if (seen.has(key)) {
      const message = `the archive holds ${JSON.stringify(path)} twice`;
      throw new ContentError('unsafe-path', message, {
        remedy: 'one would replace the other: do not use it',
      });
    }
    seen.add(key);
  }
}

function topFolderOf(paths: readonly string[]): string | null {
  const tops = new Set(paths.map((path) => path.split('/', 1)[0] ?? ''));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && paths.every((path) => path.includes('/')) ? top : null;
}
