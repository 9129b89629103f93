import type { ArgumentName, KnownNames } from '../transaction/known-names.ts';
import type { Variable } from '../transaction/variable.ts';
import { bytesOf, hexPair, hexPairAt } from '../transformations/bytes.ts';
import { type Arguments, createField, type Field } from './parsed-body.ts';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;

/** What a byte is: itself, the end of what is read, or the beginning of an escape. */
const PLAIN = 0;
const END = 1;
const ESCAPE = 2;

const VALUE_KINDS = new Uint8Array(256);
VALUE_KINDS[AMPERSAND] = END;
VALUE_KINDS[PERCENT] = ESCAPE;
VALUE_KINDS[PLUS] = ESCAPE;

const NAME_KINDS = VALUE_KINDS.slice();
NAME_KINDS[EQUALS] = END;

/**
 * Reads `a=1&b=2` (WHATWG URL §5.1, on bytes): names and values decoded, empty pairs left out, at most `limit` fields.
 * A `%` without two hexadecimal digits stays.
 */
export function parseUrlencoded(
  text: string,
  limit: number,
  known: KnownNames,
): Arguments & { readonly isComplete: boolean } {
  const fields: Field[] = [];
  const names: Variable[] = [];
  known.beginList();
  const form = new FormReader(text);
  while (form.at < text.length) {
    const start = form.at;
    form.read(NAME_KINDS);
    const hasValue = text.charCodeAt(form.at) === EQUALS;
    const isEmpty = !hasValue && form.at === start;
    if (!isEmpty) {
      if (fields.length === limit) return { fields, names, isComplete: false };
      const name = known.take(form.name(known));
      if (hasValue) {
        form.at += 1;
        form.read(VALUE_KINDS);
      }
      names.push(name);
      fields.push(createField(name.value, hasValue ? form.value() : ''));
    }
    form.at += 1;
  }
  return { fields, names, isComplete: true };
}

/** Whether a `%` stands without two hexadecimal digits behind it (`URLENCODED_ERROR`). */
export function hasInvalidEscape(text: string): boolean {
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 1))
    if (hexPair(text, at + 1) === -1) return true;
  return false;
}

/** Reads names and values one after the other, decoding in place. A class, because it owns the position. */
class FormReader {
  readonly #text: string;
  readonly #bytes: Buffer;
  /** Where the name or value that was read last begins, and where its decoded bytes end. */
  #start = 0;
  #end = 0;
  #isPlain = true;
  at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#bytes = bytesOf(text);
  }

  /** Reads what stands before the next end or that of the text; leaves the position there. */
  read(kinds: Uint8Array): void {
    const bytes = this.#bytes;
    const end = this.#text.length;
    let { at } = this;
    this.#start = at;
    while (at < end && kinds[bytes[at] as number] === PLAIN) at += 1;
    this.#isPlain = at === end || kinds[bytes[at] as number] === END;
    this.#end = at;
    this.at = at;
    if (!this.#isPlain) this.#decode(kinds);
  }

  /** Goes on at the first escape. */
  #decode(kinds: Uint8Array): void {
    const bytes = this.#bytes;
    const end = this.#text.length;
    let { at } = this;
    let length = at;
    while (at < end) {
      const byte = bytes[at] as number;
      const kind = kinds[byte];
      if (kind === END) break;
      at += 1;
      bytes[length] = byte;
      if (kind === ESCAPE) {
        const decoded = byte === PLUS ? 0x20 : hexPairAt(bytes, at, end);
        if (decoded !== -1) bytes[length] = decoded;
        if (byte === PERCENT && decoded !== -1) at += 2;
      }
      length += 1;
    }
    this.#end = length;
    this.at = at;
  }

  /** What was read, as a name. */
  name(known: KnownNames): ArgumentName {
    const found = known.find(known.form, this.#bytes, this.#start, this.#end);
    // A copy of its own: a slice would keep the whole body as long as the name is known.
    return found ?? known.addField(this.#bytes.toString('latin1', this.#start, this.#end));
  }

  /** What was read, as a text. */
  value(): string {
    return this.#isPlain
      ? this.#text.slice(this.#start, this.#end)
      : this.#bytes.toString('latin1', this.#start, this.#end);
  }
}
