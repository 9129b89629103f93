import { toBytes } from '../lexer/bytes.ts';
import type { Field, ParsedBody } from './parsed-body.ts';

/** Bounds of reading a JSON body. */
export interface JsonLimits {
  readonly depth: number;
  readonly fields: number;
}

/** A value on the way to the current one. */
interface Frame {
  readonly kind: 'object' | 'array';
  /** Flattened name of the container. */
  readonly path: string;
  index: number;
}

const WHITE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

class JsonError extends Error {}

/**
 * Reads JSON (RFC 8259) into flattened fields: `{"a":{"b":[1]}}` gives `json.a.b.array_0` = `1`. Repeated names are all
 * kept, which is why `JSON.parse` is not used. On an error the fields before it stay.
 */
export function parseJson(text: string, limits: JsonLimits): ParsedBody {
  const reader = new JsonReader(text, limits);
  try {
    reader.read();
    return { fields: reader.fields, error: null };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { fields: reader.fields, error: `JSON: ${error.message}` };
  }
}

/** Reads one text without recursion, so that deep nesting cannot exhaust the stack. */
class JsonReader {
  readonly fields: Field[] = [];
  readonly #text: string;
  readonly #limits: JsonLimits;
  readonly #frames: Frame[] = [];
  #at = 0;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  read(): void {
    this.#value('json');
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1))
      this.#member(frame);
    if (this.#peek() !== '') throw this.#unexpected();
  }

  #member(frame: Frame): void {
    const closing = frame.kind === 'object' ? '}' : ']';
    if (this.#peek() === closing) {
      this.#at += 1;
      this.#frames.pop();
      return;
    }
    if (frame.index > 0) this.#expect(',');
    if (frame.kind === 'array') {
      this.#value(`${frame.path}.array_${frame.index++}`);
      return;
    }
    frame.index += 1;
    this.#peek();
    const name = this.#token(STRING);
    if (name === null) throw this.#unexpected();
    this.#expect(':');
    this.#value(`${frame.path}.${decodeString(name)}`);
  }

  #value(path: string): void {
    const first = this.#peek();
    if (first === '{' || first === '[') {
      if (this.#frames.length >= this.#limits.depth)
        throw new JsonError(`nested deeper than ${this.#limits.depth}`);
      this.#at += 1;
      this.#frames.push({ kind: first === '{' ? 'object' : 'array', path, index: 0 });
      return;
    }
    const token = this.#token(first === '"' ? STRING : /[-\d]/.test(first) ? NUMBER : WORD);
    if (token === null) throw this.#unexpected();
    if (this.fields.length >= this.#limits.fields)
      throw new JsonError(`more than ${this.#limits.fields} values`);
    this.fields.push([path, first === '"' ? decodeString(token) : token === 'null' ? '' : token]);
  }

  #peek(): string {
    WHITE.lastIndex = this.#at;
    WHITE.test(this.#text);
    this.#at = WHITE.lastIndex;
    return this.#text.charAt(this.#at);
  }

  #expect(char: string): void {
    if (this.#peek() !== char) throw this.#unexpected();
    this.#at += 1;
  }

  #token(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token === undefined) return null;
    this.#at += token.length;
    return token;
  }

  #unexpected(): JsonError {
    return new JsonError(`unexpected input at byte ${this.#at}`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The string between its quotes with escapes decoded, as UTF-8 bytes. */
function decodeString(token: string): string {
  const inner = token.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/(?:\\u[0-9a-fA-F]{4})+|\\(.)/g, (whole, escaped: string | undefined) => {
    if (escaped !== undefined) return ESCAPES[escaped] ?? escaped;
    const units = whole.match(/[0-9a-fA-F]{4}/g) ?? [];
    return toBytes(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
  });
}
