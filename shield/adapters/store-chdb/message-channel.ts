import type { Duplex } from 'node:stream';
import type { Envelope } from './messages.ts';

const HEAD_BYTES = 8;
const EMPTY = new Uint8Array(0);

/**
 * Messages with bodies over a byte stream between a process and its child:
 * u32 length of the JSON, u32 length of the body (both big-endian), the JSON `{id, message}`, the body.
 * Bodies pass as they are, so that ten thousand rows are copied, not parsed, on their way.
 */
export class MessageChannel<Out, In> {
  readonly #stream: Duplex;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #wanted = HEAD_BYTES;

  /** `receive` gets every message of the other side; the peer is our own process and its JSON is trusted. */
  constructor(stream: Duplex, receive: (envelope: Envelope<In>) => void) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      for (let next = this.#take(); next !== null; next = this.#take()) receive(next);
    });
  }

  send(id: number, message: Out, body: Uint8Array = EMPTY): void {
    const json = Buffer.from(JSON.stringify({ id, message }));
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(json.length, 0);
    head.writeUInt32BE(body.length, 4);
    this.#stream.cork();
    this.#stream.write(head);
    this.#stream.write(json);
    if (body.length > 0) this.#stream.write(body);
    this.#stream.uncork();
  }

  #take(): Envelope<In> | null {
    if (this.#bytes < this.#wanted) return null;
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (all === undefined) return null;
    this.#chunks = [all];
    const jsonBytes = all.readUInt32BE(0);
    const end = HEAD_BYTES + jsonBytes + all.readUInt32BE(4);
    this.#wanted = end;
    if (all.length < end) return null;
    const rest = all.subarray(end);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
    this.#wanted = HEAD_BYTES;
    const text = all.toString('utf8', HEAD_BYTES, HEAD_BYTES + jsonBytes);
    const { id, message } = JSON.parse(text) as { id: number; message: In };
    return { id, message, body: all.subarray(HEAD_BYTES + jsonBytes, end) };
  }
}
