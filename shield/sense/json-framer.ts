import { type FramedLine, KEPT_OF_TOO_LONG_BYTES, LINE_LIMIT_BYTES } from './line-framer.ts';

/**
 * How deep the records of a JSON document stand, told by its beginning: 0 for values one after the other (also over
 * several lines), 1 for a list of records, 2 for `{"Records": [` as CloudTrail delivers it, `{"records": [` of Azure, and
 * the `value` of an answer of Microsoft Graph. A bracket alone is no list: Apache's error log begins with one.
 */
export function jsonDepthOf(beginning: string): 0 | 1 | 2 {
  if (/^\s*\[\s*(?:[{\]]|$)/.test(beginning)) return 1;
  return WRAPPER.test(beginning) ? 2 : 0;
}

const WRAPPER =
  /^\s{0,64}\{\s{0,64}(?:"[Rr]ecords"|"@odata\.context"\s{0,64}:\s{0,64}"[^"]{0,1024}"\s{0,64},\s{0,64}"value")\s{0,64}:\s{0,64}\[/;

const LINE_FEED = 10;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Whether a byte ends the record at hand: not, before it, with it, or before it with a new one starting there. */
type Ending = 'none' | 'before' | 'with' | 'restart';

/**
 * Cuts a stream of JSON text into the texts of its records, without reading it whole. What stands between records
 * and is neither white space nor punctuation comes out as a text of its own, so that it is counted. A damaged record
 * among values that follow one another ends where a line starts with `{`. Holds at most `limitBytes` of a record.
 */
export class JsonFramer {
  readonly #wrappers: number;
  readonly #limitBytes: number;
  /** Brackets open around the records. */
  #outer = 0;
  /** Brackets open within the record at hand. */
  #nesting = 0;
  #inRecord = false;
  #inString = false;
  #escaped = false;
  #previous = LINE_FEED;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #recordBytes = 0;
  #offset = 0;

  constructor(depth: 0 | 1 | 2, limitBytes: number = LINE_LIMIT_BYTES) {
    this.#wrappers = depth;
    this.#limitBytes = limitBytes;
  }

  /** Records that end within `chunk`; its bytes may be reused by the caller afterwards. */
  push(chunk: Uint8Array): FramedLine[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const records: FramedLine[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const code = bytes[at] ?? 0;
      if (this.#inRecord) {
        const ending = this.#within(code);
        if (ending !== 'none') {
          const end = ending === 'with' ? at + 1 : at;
          records.push(this.#finish(bytes.subarray(start, end), end));
          if (ending === 'restart') this.#outside(code);
          start = at;
        }
      } else if (this.#outside(code)) start = at;
      this.#previous = code;
    }
    if (this.#inRecord) this.#keep(bytes.subarray(start));
    this.#offset += bytes.length;
    return records;
  }

  /** What the stream left unfinished. */
  flush(): FramedLine | null {
    return this.#inRecord ? this.#finish(Buffer.alloc(0), 0) : null;
  }

  /** Between records; true when one starts with this byte. */
  #outside(code: number): boolean {
    if (this.#inString) {
      this.#stepString(code);
      return false;
    }
    if (code <= 32 || code === COMMA) return false;
    const opens = code === OPEN_LIST || code === OPEN_OBJECT;
    if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      if (this.#outer === 0) return false;
      this.#outer -= 1;
      return false;
    }
    this.#inString = code === QUOTE;
    if (this.#outer < this.#wrappers) {
      if (opens) this.#outer += 1;
      return false;
    }
    this.#inRecord = true;
    this.#nesting = opens ? 1 : 0;
    return true;
  }

  #within(code: number): Ending {
    if (this.#wrappers === 0 && code === OPEN_OBJECT && this.#previous === LINE_FEED) return 'restart';
    if (this.#inString) {
      this.#stepString(code);
      return 'none';
    }
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) this.#nesting += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) return this.#closeBracket();
    else if (this.#nesting === 0 && (code === LINE_FEED || code === COMMA)) return 'before';
    return 'none';
  }

  #closeBracket(): Ending {
    if (this.#nesting > 0) {
      this.#nesting -= 1;
      return this.#nesting === 0 ? 'with' : 'none';
    }
    if (this.#outer > 0) this.#outer -= 1;
    return 'before';
  }

  #stepString(code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) this.#inString = false;
  }

  #finish(last: Buffer, endInChunk: number): FramedLine {
    this.#keep(last);
    const joined = Buffer.concat(this.#kept);
    const tooLong = this.#recordBytes > this.#limitBytes;
    const text = (tooLong ? joined.subarray(0, KEPT_OF_TOO_LONG_BYTES) : joined).toString('utf8');
    this.#kept = [];
    this.#keptBytes = 0;
    this.#recordBytes = 0;
    this.#inRecord = false;
    this.#inString = false;
    this.#escaped = false;
    return { text, tooLong, endOffset: this.#offset + endInChunk };
  }

  #keep(bytes: Buffer): void {
    this.#recordBytes += bytes.length;
    const room = this.#limitBytes - this.#keptBytes;
    if (room <= 0) return;
    const kept = Buffer.from(bytes.subarray(0, room));
    this.#kept.push(kept);
    this.#keptBytes += kept.length;
  }
}
