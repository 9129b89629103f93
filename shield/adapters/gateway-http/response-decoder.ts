import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** A stream of `node:zlib` that undoes one coding. */
type Decompressor = ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress>;

/** Codings that a response may be compressed with (RFC 9110 §8.4.1, RFC 8878), and how each begins to be undone. */
const CODINGS: Readonly<Record<string, (first: Buffer) => Decompressor>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  // Servers send both forms under this name; the zlib form has 8 in the low half of its first byte (RFC 1950 §2.2).
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
};

/** Who takes the decompressed bytes. */
export interface DecodedListener {
  /** False when no more are wanted. */
  decoded(chunk: Buffer): boolean;
}

/**
 * Undoes the compression of a response for inspection. It stops as soon as its listener wants no more, so a body that
 * grows a thousandfold costs no more than the inspected part of it.
 */
export class ResponseDecoder {
  /** Why the body cannot be read; null while it can. */
  failure: string | null = null;
  /** The listener wants no more. */
  full = false;
  readonly #coding: string;
  readonly #listener: DecodedListener;
  #stream: Decompressor | null = null;
  #waiting: (() => void) | null = null;

  private constructor(coding: string, listener: DecodedListener) {
    this.#coding = coding;
    this.#listener = listener;
    if (!Object.hasOwn(CODINGS, coding))
      this.failure = `its Content-Encoding is ${JSON.stringify(coding.slice(0, 60))}`;
  }

  /** Null where the response is not compressed. `fields` are flat name-value pairs. */
  static for(fields: readonly string[], listener: DecodedListener): ResponseDecoder | null {
    const codings: string[] = [];
    for (let i = 0; i + 1 < fields.length; i += 2) {
      if (fields[i]?.toLowerCase() !== 'content-encoding') continue;
      codings.push(...(fields[i + 1] ?? '').toLowerCase().split(','));
    }
    const applied = codings.map((coding) => coding.trim()).filter((one) => one !== '' && one !== 'identity');
    return applied.length === 0 ? null : new ResponseDecoder(applied.join(', '), listener);
  }

  /** Nothing more comes of it. */
  get done(): boolean {
    return this.full || this.failure !== null;
  }

  /** Takes compressed bytes; `taken` is called when the listener has seen what came of them. */
  write(chunk: Buffer, taken: () => void): void {
    const stream = this.#begin(chunk);
    if (stream === null) {
      taken();
      return;
    }
    this.#waiting = taken;
    stream.write(chunk, () => this.#settle());
  }

  /** No more bytes come; `taken` as in `write`. A body that stops short is a failure. */
  end(taken: () => void): void {
    if (this.#stream === null || this.done) {
      taken();
      return;
    }
    this.#waiting = taken;
    this.#stream.once('end', () => this.#settle());
    this.#stream.end();
  }

  close(): void {
    this.#waiting = null;
    this.#stream?.destroy();
  }

  #begin(first: Buffer): Decompressor | null {
    if (this.done) return null;
    if (this.#stream !== null) return this.#stream;
    const stream = CODINGS[this.#coding]?.(first) ?? null;
    this.#stream = stream;
    stream?.on('data', (chunk: Buffer) => this.#onData(chunk));
    stream?.on('error', (error) => {
      this.failure = `its ${this.#coding} compression is broken: ${error.message}`;
      this.#settle();
    });
    return stream;
  }

  #onData(chunk: Buffer): void {
    if (this.full || this.#listener.decoded(chunk)) return;
    this.full = true;
    this.#stream?.destroy();
    this.#settle();
  }

  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }
}

/** A whole body as the guard is shown it, at most `limitBytes`; empty where it cannot be read. */
export function decodedBody(fields: readonly string[], body: Buffer, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let room = limitBytes;
  const decoder = ResponseDecoder.for(fields, {
    decoded: (chunk) => {
      chunks.push(chunk.subarray(0, room));
      room -= Math.min(room, chunk.length);
      return room > 0;
    },
  });
  if (decoder === null) return Promise.resolve(body.subarray(0, limitBytes));
  return new Promise((resolve) => {
    decoder.write(body, () => decoder.end(() => resolve(Buffer.concat(chunks))));
  });
}
