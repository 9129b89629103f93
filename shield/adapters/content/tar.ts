import { type ArchiveEntry, assertSafePath } from './archive-entry.ts';
import { ContentError } from './content-error.ts';
import type { ContentLimits } from './limits.ts';
import { linkRefused, tooLarge, tooMany } from './read-folder.ts';

const BLOCK_BYTES = 512;

/**
 * Regular files of a tar archive that `wanted` names (POSIX.1-2017 pax and ustar, GNU long names). Throws
 * `ContentError` on links, devices, sparse files, wrong checksums and whenever a limit is passed. Folders are
 * skipped: paths imply them.
 */
export function* readTar(
  archive: Buffer,
  limits: ContentLimits,
  wanted: (path: string) => boolean,
): Generator<ArchiveEntry> {
  let longPath: string | null = null;
  let fileCount = 0;
  for (let at = 0; at + BLOCK_BYTES <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return;
    const { path, size, type } = parseHeader(header);
    const start = at + BLOCK_BYTES;
    const end = start + size;
    if (end > archive.length) throw damaged('it ends inside a file');
    const bytes = archive.subarray(start, end);
    at = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;

    if (type === 'x') longPath = paxPath(bytes) ?? longPath;
    else if (type === 'L') longPath = bytes.toString('utf8').replace(/\0.*$/s, '');
    else if (type !== 'g') {
      const entry = { path: longPath ?? path, bytes };
      longPath = null;
      if (type === '5') continue;
      assertRegular(entry.path, type);
      assertSafePath(entry.path);
      if (!wanted(entry.path)) continue;
      if (size > limits.fileBytes) throw tooLarge(`${entry.path} has`, limits.fileBytes);
      fileCount += 1;
      if (fileCount > limits.files) throw tooMany('the archive', limits.files);
      yield entry;
    }
  }
}

interface TarHeader {
  readonly path: string;
  readonly size: number;
  /** Type flag; `0` for every form of a regular file. */
  readonly type: string;
}

function parseHeader(header: Buffer): TarHeader {
  const field = (start: number, length: number) =>
    header.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  const stated = Number.parseInt(field(148, 8).trim(), 8);
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (stated !== sum) throw damaged('a header has a wrong checksum');
  const sizeText = field(124, 12).trim();
  if (!/^[0-7]{1,12}$/.test(sizeText)) throw damaged('a header states no usable size');
  const flag = field(156, 1);
  const prefix = field(257, 6).startsWith('ustar') ? field(345, 155) : '';
  const name = field(0, 100);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: Number.parseInt(sizeText, 8),
    type: flag === '' || flag === '7' ? '0' : flag,
  };
}

/** The `path` record of a pax extended header: `LENGTH path=VALUE\n`. A second size would contradict the first. */
function paxPath(bytes: Buffer): string | null {
  let path: string | null = null;
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number.parseInt(bytes.toString('latin1', at, space === -1 ? at : space), 10);
    if (!(length > 0) || at + length > bytes.length) throw damaged('an extended header is broken');
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) path = record.slice('path='.length);
    if (/^(?:size|GNU\.sparse)/.test(record))
      throw damaged('it holds a file larger than 8 GiB, or a sparse one');
    at += length;
  }
  return path;
}

function damaged(why: string): ContentError {
  return new ContentError('damaged-archive', `the archive is damaged: ${why}`, { remedy: 'fetch it again' });
}

function assertRegular(path: string, type: string): void {
  if (type === '0') return;
  if (type === '1' || type === '2') throw linkRefused(path);
  const message = `${path} in the archive is no regular file (type ${type})`;
  throw new ContentError('damaged-archive', message, {
    remedy: 'packs hold files and folders only: use another archive',
  });
}
