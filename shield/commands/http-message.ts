import type { RequestHead } from '@dejfa/seclang';
import { UserError } from './user-error.ts';

/** A request to be checked: what the rules are shown. */
export interface HttpMessage {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: RequestHead['headers'];
  readonly body: Buffer;
}

/** Longest request that is read. */
export const MESSAGE_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a request as it is on the wire (RFC 9112 §2): request line, header lines, an empty line, and the rest is the
 * body, whatever Content-Length says. Line ends may be LF alone, as editors write them. Nothing is normalised.
 * Throws `UserError` with the line where it is no request.
 */
export function parseHttpMessage(bytes: Buffer): HttpMessage {
  const { head, body } = splitMessage(bytes);
  const [requestLine = '', ...fieldLines] = head.split(/\r?\n/);
  const match = /^([^\s]+) (.*) HTTP\/(\d(?:\.\d)?)$/.exec(requestLine);
  if (match === null) {
    const remedy = 'the first line must be like: GET /path?query HTTP/1.1';
    throw new UserError('this is no HTTP request: line 1 is no request line', remedy);
  }
  const [, method = '', target = '', httpVersion = ''] = match;
  const headers = fieldLines.map((line, index) => parseHeader(line, `line ${index + 2}`));
  return { method, target, httpVersion, headers, body };
}

/** One header field `Name: value`; `where` is for the message. */
export function parseHeader(line: string, where: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 1) {
    throw new UserError(
      `${where} is no header: ${JSON.stringify(line.slice(0, 80))}`,
      'write it as Name: value',
    );
  }
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
}

function splitMessage(bytes: Buffer): { readonly head: string; readonly body: Buffer } {
  const ends = [
    [bytes.indexOf('\r\n\r\n'), 4],
    [bytes.indexOf('\n\n'), 2],
  ] as const;
  const found = ends.filter(([at]) => at !== -1).sort((a, b) => a[0] - b[0])[0];
  const [at, length] = found ?? [bytes.length, 0];
  const head = bytes.toString('latin1', 0, at).replace(/\r?\n$/, '');
  return { head, body: bytes.subarray(at + length) };
}

/** What is typed on the command line instead of a file. */
export interface MessageFlags {
  readonly method: string | null;
  readonly url: string;
  /** `Name: value` each. */
  readonly headers: readonly string[];
  readonly data: Buffer | null;
}

/**
 * A request as a well-behaved client would send it: Host, User-Agent, Accept, and for data its type and length are
 * added where they are not given, so that only what was typed can offend a rule. The target stays as typed.
 */
export function messageFromFlags(flags: MessageFlags): HttpMessage {
  const absolute = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(flags.url);
  const target = absolute === null ? flags.url : (absolute[2] ?? '') || '/';
  const given = flags.headers.map((line) => parseHeader(latin1(line), '--header'));
  const body = flags.data ?? Buffer.alloc(0);
  const usual: readonly (readonly [string, string])[] = [
    ['Host', latin1(absolute?.[1] ?? 'localhost')],
    ['User-Agent', 'dejfa'],
    ['Accept', '*/*'],
    ...(flags.data === null
      ? []
      : ([
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ['Content-Length', String(body.length)],
        ] as const)),
  ];
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return {
    method: flags.method ?? (flags.data === null ? 'GET' : 'POST'),
    target: latin1(target.startsWith('/') || absolute !== null ? target : `/${target}`),
    httpVersion: '1.1',
    headers: [...usual.filter(([name]) => !names.has(name.toLowerCase())), ...given],
    body,
  };
}

/** Typed text as the bytes that a client would send, one latin1 character a byte. */
function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
