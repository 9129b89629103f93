import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { type ArchiveEntry, assertSafePath } from './archive-entry.ts';
import { ContentError } from './content-error.ts';
import type { ContentLimits } from './limits.ts';
import { linkRefused, tooLarge, tooMany } from './read-folder.ts';

const UNIX_TYPE_MASK = 0o170000;
const UNIX_LINK = 0o120000;

/**
 * Regular files of a zip archive that `wanted` names. Throws `ContentError` on links, encryption, damage and whenever
 * a limit is passed; what an entry states as its size is checked while it is unpacked.
 */
export async function readZip(
  archive: Buffer,
  limits: ContentLimits,
  wanted: (path: string) => boolean,
): Promise<readonly ArchiveEntry[]> {
  try {
    const zip = await open(archive);
    if (zip.entryCount > limits.files * 2) throw tooMany('the archive', limits.files * 2);
    return await readEntries(zip, limits, wanted);
  } catch (cause) {
    if (cause instanceof ContentError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/relative path|absolute path|backslash|invalid characters/i.test(reason)) {
      const message = `the archive holds a path that leads out of it: ${reason}`;
      throw new ContentError('unsafe-path', message, { remedy: 'do not use this archive', cause });
    }
    throw new ContentError('damaged-archive', `the archive is damaged: ${reason}`, {
      remedy: 'fetch it again',
      cause,
    });
  }
}

function open(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error !== null) reject(error);
      else resolve(zip);
    });
  });
}

async function readEntries(
  zip: ZipFile,
  limits: ContentLimits,
  wanted: (path: string) => boolean,
): Promise<readonly ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  let totalBytes = 0;
  for await (const entry of entriesOf(zip)) {
    const path = entry.fileName;
    if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE_MASK) === UNIX_LINK) throw linkRefused(path);
    if (path.endsWith('/')) continue;
    assertSafePath(path);
    if (!wanted(path)) continue;
    if (entry.uncompressedSize > limits.fileBytes) throw tooLarge(`${path} has`, limits.fileBytes);
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.packBytes) throw tooLarge('the archive unpacks to', limits.packBytes);
    if (entries.length >= limits.files) throw tooMany('the archive', limits.files);
    entries.push({ path, bytes: await readEntry(zip, entry) });
  }
  return entries;
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (let read = 0; read < zip.entryCount; read += 1) {
    yield await new Promise<Entry>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners('error');
  }
}

/** Unpacks one entry; yauzl breaks off when it turns out larger than it stated. */
function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
