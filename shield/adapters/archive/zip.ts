import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { ArchiveError, type Budget, spend } from './limits.ts';
import { type Member, membersOf, type Nesting } from './members.ts';
import type { Bytes } from './peek.ts';
import { inflateRaw } from './unpack.ts';
import { bufferReader, fileReader, type ZipReader } from './zip-reader.ts';

/** APPNOTE.TXT §4.4.5. */
const DEFLATE = 8;

/** Members of a ZIP archive in the order of its directory; folders are passed over. */
export async function* zipMembers(bytes: Bytes, nesting: Nesting): AsyncGenerator<Member> {
  const zip = await openZip(bytes, nesting);
  try {
    let count = 0;
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > nesting.budget.limits.memberLimit)
        throw new ArchiveError('too-many', `stopped after ${count - 1} members`);
      if (!entry.fileName.endsWith('/')) yield* entryMembers(zip, entry, nesting);
    }
  } catch (cause) {
    if (cause instanceof ArchiveError) throw cause;
    throw new ArchiveError('damaged', `damaged ZIP: ${messageOf(cause)}`, { cause });
  } finally {
    zip.close();
  }
}

/** One damaged entry does not hide the others; a bomb ends the file. */
async function* entryMembers(zip: ZipFile, entry: Entry, nesting: Nesting): AsyncGenerator<Member> {
  const outer = nesting.member === null ? '' : `${nesting.member}/`;
  const member = outer + entry.fileName;
  if (entry.isEncrypted()) {
    yield { kind: 'failure', member, error: 'encrypted: unpack it with its password and give the folder' };
    return;
  }
  try {
    const bytes = await contentOf(zip, entry, nesting.budget);
    yield* membersOf(checked(bytes, entry), { ...nesting, member, diskPath: null });
  } catch (cause) {
    if (cause instanceof ArchiveError && cause.code === 'bomb') throw cause;
    yield { kind: 'failure', member, error: messageOf(cause) };
  }
}

/** Unpacked bytes; by our own hand where they are deflated, for the sake of larger pieces. */
async function contentOf(zip: ZipFile, entry: Entry, budget: Budget): Promise<Bytes> {
  if (entry.compressionMethod !== DEFLATE) return metered(await zip.openReadStreamPromise(entry), budget);
  return inflateRaw(await zip.openReadStreamPromise(entry, { decodeFileData: false }), budget);
}

/** Throws at the end of bytes that are not those of which the directory has the sum (APPNOTE.TXT §4.4.7). */
async function* checked(bytes: Bytes, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32)
    throw new ArchiveError('damaged', 'damaged: the bytes do not add up to the checksum of the archive');
}

async function* metered(stream: AsyncIterable<Buffer>, budget: Budget): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    spend(budget, chunk.length);
    yield chunk;
  }
}

/** The archive's size is where its end record says that it ends: bytes after it, or a comment cut off, are no matter. */
async function openZip(bytes: Bytes, nesting: Nesting): Promise<ZipFile> {
  const reader = await zipReader(bytes, nesting);
  try {
    const sizeBytes = await reader.declaredSize();
    return await fromRandomAccessReaderPromise(reader, sizeBytes, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    reader.close(() => undefined);
    if (cause instanceof ArchiveError) throw cause;
    throw new ArchiveError('damaged', `damaged ZIP: ${messageOf(cause)}`, { cause });
  }
}

async function zipReader(bytes: Bytes, nesting: Nesting): Promise<ZipReader> {
  if (nesting.diskPath === null) return bufferReader(await collect(bytes, nesting.budget));
  await bytes[Symbol.asyncIterator]().return?.();
  return fileReader(nesting.diskPath, nesting.onBytes);
}

/** A ZIP within an archive, whole: its directory stands at the end. */
async function collect(bytes: Bytes, budget: Budget): Promise<Buffer> {
  const limit = budget.limits.nestedZipLimitBytes;
  const chunks: Buffer[] = [];
  let have = 0;
  for await (const chunk of bytes) {
    have += chunk.length;
    if (have > limit)
      throw new ArchiveError('too-large', `not read: a ZIP within an archive over ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
