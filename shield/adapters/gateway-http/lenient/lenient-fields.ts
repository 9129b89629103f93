import type { HeadFault } from '../head-check.ts';
import type { LenientLimits } from './lenient-head.ts';

/** Header fields of a request, and where its head ends. */
export interface LenientFields {
  readonly kind: 'fields';
  /** Flat name-value pairs. */
  readonly rawHeaders: readonly string[];
  /** Offset of the first byte after the empty line. */
  readonly endAt: number;
}

type FieldsReading =
  | LenientFields
  | { readonly kind: 'more' }
  | { readonly kind: 'refused'; readonly fault: HeadFault };

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Reads header lines from `start` to the empty line; a folded line is joined to the one before with a space. */
export function readLenientFields(bytes: Buffer, start: number, limits: LenientLimits): FieldsReading {
  const rawHeaders: string[] = [];
  for (let at = start; ; ) {
    const lineFeed = bytes.indexOf(10, at);
    if ((lineFeed === -1 ? bytes.length : lineFeed) > limits.headBytes) return refuse('head-too-large', 431);
    if (lineFeed === -1) return { kind: 'more' };
    if (bytes[lineFeed - 1] !== 13 || lineFeed === at) return refuse('bare-line-feed');
    const line = bytes.toString('latin1', at, lineFeed - 1);
    at = lineFeed + 1;
    if (line === '') return { kind: 'fields', rawHeaders, endAt: at };
    const fault = addLine(rawHeaders, line);
    if (fault !== null) return refuse(fault);
    if (rawHeaders.length > limits.headerCount * 2) return refuse('too-many-headers', 431);
  }
}

/** Adds what one line says; the code of its fault, if it has one. */
function addLine(rawHeaders: string[], line: string): string | null {
  const folded = line.startsWith(' ') || line.startsWith('\t');
  if (folded && rawHeaders.length === 0) return 'obsolete-folding';
  const colon = folded ? -1 : line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  if (!folded && !NAME.test(name)) return 'bad-header';
  const value = trimBlanks(folded ? line : line.slice(colon + 1));
  if (hasControl(value)) return 'bad-header';
  if (folded) rawHeaders[rawHeaders.length - 1] = `${rawHeaders.at(-1)} ${value}`.trim();
  else rawHeaders.push(name, value);
  return null;
}

/** Any control character but the tab (RFC 9110 §5.5). */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9) || code === 127) return true;
  }
  return false;
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function refuse(code: string, status = 400): FieldsReading {
  return { kind: 'refused', fault: { code, status } };
}
