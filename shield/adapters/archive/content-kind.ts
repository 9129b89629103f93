import { isEvtx } from '@dejfa/evtx';
import { jsonDepthOf } from '../../sense/index.ts';

/** How the bytes of a file are to be cut into records; `unreadable` when they are no text. */
export type ContentKind =
  | { readonly kind: 'lines'; readonly skipBytes: number }
  | { readonly kind: 'json'; readonly depth: 0 | 1 | 2; readonly skipBytes: number }
  | { readonly kind: 'evtx' }
  | { readonly kind: 'utf-16'; readonly encoding: 'utf-16le' | 'utf-16be' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Binary files that people hand over with their logs, by their first bytes. */
const KNOWN_BINARIES: readonly (readonly [magic: string, what: string])[] = [
  ['\u00d4\u00c3\u00b2\u00a1', 'a packet capture: run Zeek or Suricata on it and give their logs'],
  ['\u000a\u000d\u000d\u000a', 'a packet capture: run Zeek or Suricata on it and give their logs'],
  ['\u0000\u0005\u0016\u0007', 'an AppleDouble file: attributes that macOS keeps beside a file, no log'],
  ['\u007fELF', 'a program, no log'],
  ['SQLite format 3\0', 'an SQLite database, no log'],
];

/** Tells by the first bytes (some kilobytes of them, or the whole of a shorter file). */
export function contentKindOf(head: Buffer): ContentKind {
  if (head[0] === 0xff && head[1] === 0xfe) return { kind: 'utf-16', encoding: 'utf-16le' };
  if (head[0] === 0xfe && head[1] === 0xff) return { kind: 'utf-16', encoding: 'utf-16be' };
  if (isEvtx(head)) return { kind: 'evtx' };
  const start = head.toString('latin1', 0, 16);
  const binary = KNOWN_BINARIES.find(([magic]) => start.startsWith(magic));
  if (binary !== undefined) return { kind: 'unreadable', reason: binary[1] };
  if (isBinary(head)) return { kind: 'unreadable', reason: 'binary, no text' };
  const skipBytes = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const text = head.toString('utf8', skipBytes);
  const depth = jsonDepthOf(text);
  if (depth > 0) return { kind: 'json', depth, skipBytes };
  return isJsonOverLines(text) ? { kind: 'json', depth: 0, skipBytes } : { kind: 'lines', skipBytes };
}

/** More than one control character in thirty-two that no text has; a stray NUL in a log is no reason. */
function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at] ?? 0;
    if (byte < 9 || (byte > 13 && byte < 27)) controls += 1;
  }
  return controls * 32 > head.length;
}

/** The first line opens an object and does not close it. */
function isJsonOverLines(text: string): boolean {
  const lineEnd = text.trimStart().indexOf('\n');
  if (lineEnd === -1 || !text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text.trimStart().slice(0, lineEnd));
    return false;
  } catch {
    return true;
  }
}
