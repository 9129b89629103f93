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
  const protocol = `HTTP/${head.httpVersion}`;
  // A request line that names no version is one of HTTP/0.9.
  const namesNone = head.httpVersion === '' || head.httpVersion === '0.9';
  const uri = head.target.startsWith('/')
    ? head.target
    : head.target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '');
  const question = uri.indexOf('?');
  const rawPath = question === -1 ? uri : uri.slice(0, question);
  const filename = decodePercent(rawPath);
  return {
    line: `${head.method} ${head.target}${namesNone ? '' : ` ${protocol}`}`,
    protocol,
    uri,
    filename,
    basename: filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1),
    query: question === -1 ? '' : uri.slice(question + 1),
  };
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
