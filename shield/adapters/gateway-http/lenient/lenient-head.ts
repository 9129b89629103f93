import type { HeadFacts, HeadFault } from '../head-check.ts';
import { lenientFacts } from './lenient-facts.ts';
import { type LenientFields, readLenientFields } from './lenient-fields.ts';

/** A request head as it came: latin1 strings, fields flat in their order. */
export interface MessageHead {
  readonly method: string;
  readonly target: string;
  /** `0.9` where the request line names none. */
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}

/** What the bytes of a connection begin with. */
export type LenientReading =
  | { readonly kind: 'more' }
  | { readonly kind: 'refused'; readonly fault: HeadFault }
  | {
      readonly kind: 'head';
      readonly head: MessageHead;
      readonly facts: HeadFacts;
      /** Bytes before the body. */
      readonly headBytes: number;
    };

/** Largest head that is taken, and most fields in it. */
export interface LenientLimits {
  readonly headBytes: number;
  readonly headerCount: number;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VERSION = /^HTTP\/([1-9]\.[0-9])$/;

/**
 * Reads a request head as Apache httpd 2.4 does by default (`HttpProtocolOptions Strict LenientMethods Allow0.9`):
 * any token is a method, bytes above 127 stand in targets and fields, lines may be folded, HTTP/0.9 is a request.
 * What that server refuses before any rule sees it is refused here too. For tests of rule sets, whose authors run
 * them there; a gateway in service reads strictly.
 */
export function readLenientHead(bytes: Buffer, limits: LenientLimits): LenientReading {
  let start = 0;
  // Empty lines before the request line are passed over (RFC 9112 §2.2).
  while (bytes[start] === 13 && bytes[start + 1] === 10) start += 2;
  const lineFeed = bytes.indexOf(10, start);
  if (lineFeed === -1)
    return bytes.length > limits.headBytes ? refuse('head-too-large', 431) : { kind: 'more' };
  const line = readRequestLine(bytes.toString('latin1', start, lineFeed + 1));
  if ('code' in line) return { kind: 'refused', fault: line };
  if (line.httpVersion === '0.9') return headOf(line, { rawHeaders: [], endAt: lineFeed + 1 });
  const fields = readLenientFields(bytes, lineFeed + 1, limits);
  if (fields.kind !== 'fields') return fields;
  return headOf(line, fields);
}

type RequestLine = Omit<MessageHead, 'rawHeaders'>;

function readRequestLine(line: string): RequestLine | HeadFault {
  if (!line.endsWith('\r\n')) return { code: 'bare-line-feed', status: 400 };
  const text = line.slice(0, -2);
  const space = text.indexOf(' ');
  const method = space === -1 ? text : text.slice(0, space);
  if (!TOKEN.test(method)) return { code: 'bad-method', status: 400 };
  const rest = space === -1 ? '' : text.slice(space + 1);
  const end = rest.indexOf(' ');
  const target = end === -1 ? rest : rest.slice(0, end);
  if (target === '' || hasControl(target)) return { code: 'bad-target', status: 400 };
  const protocol = end === -1 ? '' : rest.slice(end + 1);
  if (protocol === '')
    return method === 'GET' ? { method, target, httpVersion: '0.9' } : { code: 'bad-version', status: 400 };
  const httpVersion = VERSION.exec(protocol)?.[1];
  if (httpVersion === undefined) return { code: 'bad-version', status: 400 };
  // Without a port it is no authority (RFC 9112 §3.2.3).
  if (method === 'CONNECT' && !/^[^/?#]+:[0-9]{1,5}$/.test(target))
    return { code: 'bad-target', status: 400 };
  return { method, target, httpVersion };
}

function headOf(line: RequestLine, fields: Pick<LenientFields, 'rawHeaders' | 'endAt'>): LenientReading {
  const checked = lenientFacts(line, fields.rawHeaders);
  if (checked.kind === 'refused') return checked;
  const { rawHeaders, facts } = checked;
  return { kind: 'head', head: { ...line, rawHeaders }, facts, headBytes: fields.endAt };
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 33 || code === 127) return true;
  }
  return false;
}

function refuse(code: string, status: number): LenientReading {
  return { kind: 'refused', fault: { code, status } };
}
