import { crc32 } from 'node:zlib';
import { CHUNK_HEADER_BYTES } from './chunk.ts';

/** `ElfChnk\0`, at the start of each chunk. */
export const CHUNK_SIGNATURE = Buffer.from('ElfChnk\0', 'latin1');

/** What the header of a chunk says, and whether its checksums hold ("Chunk header"). */
export interface ChunkHeader {
  /** End of the records, from the start of the chunk; null where it cannot be true. */
  readonly freeSpace: number | null;
  readonly isHeaderIntact: boolean;
  readonly areRecordsIntact: boolean;
}

/** Whether a chunk begins at `at`. */
export function isChunkAt(bytes: Buffer, at: number): boolean {
  return (
    bytes.length - at >= CHUNK_HEADER_BYTES &&
    bytes.compare(CHUNK_SIGNATURE, 0, CHUNK_SIGNATURE.length, at, at + CHUNK_SIGNATURE.length) === 0
  );
}

/** Reads the header of a chunk of at least 512 bytes. */
export function readChunkHeader(bytes: Buffer): ChunkHeader {
  const freeSpace = bytes.readUInt32LE(48);
  const isPossible = freeSpace >= CHUNK_HEADER_BYTES && freeSpace <= bytes.length;
  const headerSum = crc32(bytes.subarray(128, CHUNK_HEADER_BYTES), crc32(bytes.subarray(0, 120)));
  return {
    freeSpace: isPossible ? freeSpace : null,
    isHeaderIntact: headerSum === bytes.readUInt32LE(124),
    areRecordsIntact:
      isPossible && crc32(bytes.subarray(CHUNK_HEADER_BYTES, freeSpace)) === bytes.readUInt32LE(52),
  };
}
