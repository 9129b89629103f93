import type { RequestHead } from '../api.ts';
import { hexPair } from '../transformations/bytes.ts';

/** What the request line says, taken apart as libmodsecurity does it. */
export interface RequestFacts {
  readonly line: string;
  readonly protocol: string;
  /** The request-target without scheme and authority. */
  readonly uri: string;
  /** Path with `%XX` decoded. */
  readonly filename: string;
  readonly basename: string;
  readonly query: string;
}

/** Takes a request head apart, once a transaction. */
export function readRequestFacts(head: RequestHead): RequestFacts {
  return new HeadFacts(head);
}

/** A class for its getters: what few rules look at is put together when one does. */
class HeadFacts implements RequestFacts {
  readonly #head: RequestHead;
  readonly uri: string;
  readonly filename: string;
  readonly query: string;

  constructor(head: RequestHead) {
    this.#head = head;
    const uri = head.target.startsWith('/')
      ? head.target
      : head.target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '');
    const question = uri.indexOf('?');
    this.uri = uri;
    this.filename = decodePercent(question === -1 ? uri : uri.slice(0, question));
    this.query = question === -1 ? '' : uri.slice(question + 1);
  }

  get protocol(): string {
    const { httpVersion } = this.#head;
    return httpVersion === '1.1' ? 'HTTP/1.1' : `HTTP/${httpVersion}`;
  }

  /** A request line that names no version is one of HTTP/0.9. */
  get line(): string {
    const { method, target, httpVersion } = this.#head;
    const namesNone = httpVersion === '' || httpVersion === '0.9';
    return namesNone ? `${method} ${target}` : `${method} ${target} ${this.protocol}`;
  }

  get basename(): string {
    const { filename } = this;
    return filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
  }
}

/** Value of the first header of that name (lower case), or the empty string. */
export function headerValue(headers: RequestHead['headers'], name: string): string {
  for (const [key, value] of headers) {
    if (key.length === name.length && key.toLowerCase() === name) return value;
  }
  return '';
}

function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%[0-9a-fA-F]{2}/g, (code) => String.fromCharCode(hexPair(code, 1)));
}
