import { createGunzip, createInflateRaw } from 'node:zlib';
import { type Budget, spend } from './limits.ts';
import type { Bytes } from './peek.ts';

/** Packed bytes given to zlib at a time: DEFLATE grows them 1,032 times at most, and that much is held. */
const PIECE_BYTES = 16_384;

/** Unpacked bytes that zlib gives at a time: each piece is a round trip to its thread. */
const CHUNK = { chunkSize: 262_144 };

type Unpacker = ReturnType<typeof createGunzip> | ReturnType<typeof createInflateRaw>;

/** Unpacks gzip (RFC 1952), several members on end included. Damage is thrown as `inflateRaw` throws it. */
export function gunzip(packed: Bytes, budget: Budget): AsyncGenerator<Buffer> {
  return unpacked(createGunzip(CHUNK), packed, budget);
}

/**
 * Unpacks DEFLATE (RFC 1951). Damage is thrown where it is met, after everything that could be unpacked before it: an
 * iterator over the stream itself would drop what it holds when an error comes.
 */
export function inflateRaw(packed: Bytes, budget: Budget): AsyncGenerator<Buffer> {
  return unpacked(createInflateRaw(CHUNK), packed, budget);
}

async function* unpacked(unpack: Unpacker, packed: Bytes, budget: Budget): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  let failure: Error | null = null;
  unpack.on('data', (chunk: Buffer) => ready.push(chunk));
  unpack.on('error', (error) => {
    failure = error;
  });
  const closed = new Promise<void>((resolve) => {
    unpack.once('close', () => resolve());
  });
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        // After an error zlib does not call back: then the stream closes.
        await Promise.race([write(unpack, chunk.subarray(at, at + PIECE_BYTES)), closed]);
        yield* spent(ready, budget);
        if (failure !== null) throw failure;
      }
    }
    unpack.end();
    await closed;
    yield* spent(ready, budget);
    if (failure !== null) throw failure;
  } finally {
    unpack.destroy();
  }
}

function* spent(ready: Buffer[], budget: Budget): Generator<Buffer> {
  for (const chunk of ready.splice(0)) {
    spend(budget, chunk.length);
    yield chunk;
  }
}

function write(unpack: Unpacker, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    unpack.write(piece, () => resolve());
  });
}
