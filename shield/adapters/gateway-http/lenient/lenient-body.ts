/** What is known of a body, given all bytes after the head. */
export type LenientBody =
  | { readonly kind: 'more'; readonly bytes: Buffer }
  | { readonly kind: 'bad' }
  /** `usedBytes`: of the connection, framing included. */
  | { readonly kind: 'whole'; readonly bytes: Buffer; readonly usedBytes: number };

/** Longest chunk-size line that is waited for. */
const SIZE_LINE_BYTES = 1024;

/** Reads a body by its length, or in chunks (`contentLength` null; RFC 9112 §7.1). */
export function readLenientBody(rest: Buffer, contentLength: number | null): LenientBody {
  if (contentLength === null) return readChunks(rest);
  if (rest.length < contentLength) return { kind: 'more', bytes: rest };
  return { kind: 'whole', bytes: rest.subarray(0, contentLength), usedBytes: contentLength };
}

function readChunks(rest: Buffer): LenientBody {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd === -1)
      return rest.length - at > SIZE_LINE_BYTES
        ? { kind: 'bad' }
        : { kind: 'more', bytes: Buffer.concat(parts) };
    const size = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/s.exec(rest.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) return { kind: 'bad' };
    const start = lineEnd + 2;
    const length = Number.parseInt(size, 16);
    if (length === 0) return readTrailers(rest, start, parts);
    const end = start + length;
    parts.push(rest.subarray(start, end));
    if (rest.length < end + 2) return { kind: 'more', bytes: Buffer.concat(parts) };
    if (rest[end] !== 13 || rest[end + 1] !== 10) return { kind: 'bad' };
    at = end + 2;
  }
}

/** Trailer fields are read over. */
function readTrailers(rest: Buffer, start: number, parts: readonly Buffer[]): LenientBody {
  const bytes = Buffer.concat(parts);
  for (let at = start; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd === -1) return { kind: 'more', bytes };
    if (lineEnd === at) return { kind: 'whole', bytes, usedBytes: at + 2 };
    at = lineEnd + 2;
  }
}
