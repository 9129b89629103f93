import { type FramedLine, KEPT_OF_TOO_LONG_BYTES, LINE_LIMIT_BYTES } from './line-framer.ts';

/** Digits of a length; more would count past any message. */
const LENGTH_DIGITS = 8;

/**
 * Cuts a stream of syslog messages with octet counting, `LENGTH SP MESSAGE` (RFC 6587 §3.4.1, RFC 5425 §4.3).
 * Holds at most `limitBytes` of a message. A stream that loses the count cannot be followed: `broken` says so, and
 * what comes after is not read.
 */
export class OctetFramer {
  readonly #limitBytes: number;
  #digits = '';
  /** Bytes of the message at hand still to come; null while its length is read. */
  #left: number | null = null;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #messageBytes = 0;
  #offset = 0;
  #broken: string | null = null;

  constructor(limitBytes: number = LINE_LIMIT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  /** Why the stream cannot be followed any more; null while it can. */
  get broken(): string | null {
    return this.#broken;
  }

  push(chunk: Uint8Array): FramedLine[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const messages: FramedLine[] = [];
    let at = 0;
    while (at < bytes.length && this.#broken === null) {
      if (this.#left === null) {
        this.#readLength(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      const piece = bytes.subarray(at, at + this.#left);
      at += piece.length;
      this.#left -= piece.length;
      this.#keep(piece);
      if (this.#left === 0) messages.push(this.#finish(this.#offset + at));
    }
    this.#offset += bytes.length;
    return messages;
  }

  /** The message that the stream left unfinished. */
  flush(): FramedLine | null {
    return this.#messageBytes === 0 ? null : this.#finish(this.#offset);
  }

  #readLength(code: number): void {
    const isDigit = code >= 48 && code <= 57;
    if (isDigit && this.#digits.length < LENGTH_DIGITS && !(code === 48 && this.#digits === '')) {
      this.#digits += String.fromCharCode(code);
    } else if (code === 32 && this.#digits !== '') {
      this.#left = Number(this.#digits);
      this.#digits = '';
    } else if ((code === 10 || code === 13) && this.#digits === '') {
      // Some senders end each message with a line end that they do not count.
    } else this.#broken = 'the length of a message is no number: the sender lost the count of octets';
  }

  #keep(piece: Buffer): void {
    this.#messageBytes += piece.length;
    const kept = Buffer.from(piece.subarray(0, Math.max(0, this.#limitBytes - this.#keptBytes)));
    this.#kept.push(kept);
    this.#keptBytes += kept.length;
  }

  #finish(endOffset: number): FramedLine {
    const joined = Buffer.concat(this.#kept);
    const tooLong = this.#messageBytes > this.#limitBytes;
    const text = (tooLong ? joined.subarray(0, KEPT_OF_TOO_LONG_BYTES) : joined).toString('utf8');
    this.#kept = [];
    this.#keptBytes = 0;
    this.#messageBytes = 0;
    this.#left = null;
    return { text: text.replace(/[\r\n\0]+$/, ''), tooLong, endOffset };
  }
}
