import { createHash, hash } from 'node:crypto';
import type { SigmaSource } from '../api.ts';
import type { SigmaOptions } from '../load.ts';

/** What an entry begins with: a name, and the version of its layout. */
const MAGIC = 'dejfa-sigma-1\n';
/** Of the hexadecimal digests: the key, and of what follows the head. */
const DIGEST_LENGTH = 64;
const HEAD_LENGTH = MAGIC.length + 2 * DIGEST_LENGTH;
/** Before each section: its length in bytes. */
const LENGTH_BYTES = 4;

/** Written as JSON escapes them, so that a section is read byte by byte. */
const NON_ASCII = /[^\x00-\x7f]/g;

/** Why an entry is not used. */
export interface EntryRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Under what rules are kept: SHA-256 of the engine and of all that decides on how it reads them, in hexadecimal. */
export function keyOf(engine: string, sources: readonly SigmaSource[], options: SigmaOptions): string {
  const { placeholders = {}, disabled = [], pipelines = [] } = options;
  const digest = createHash('sha256');
  // Each text by its length, so that none runs into the next.
  const add = (text: string) => digest.update(`${text.length}:`).update(text);
  add(engine);
  add(JSON.stringify([Object.entries(placeholders), disabled]));
  for (const list of [pipelines, sources]) {
    add(String(list.length));
    for (const { path, text } of list) {
      add(path);
      add(text);
    }
  }
  return digest.digest('hex');
}

/** An entry: magic, key, digest of what follows; then the sections, each of JSON, after its length. */
export function encodeEntry(key: string, sections: readonly string[]): Uint8Array {
  const body = Buffer.concat(
    sections.flatMap((section) => {
      const bytes = Buffer.from(section.replace(NON_ASCII, escaped), 'latin1');
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
  return Buffer.concat([Buffer.from(`${MAGIC}${key}${hash('sha256', body)}`), body]);
}

/**
 * The sections of an entry; refused where it is of another layout, was kept under another key, or is not whole. `key`
 * null: of whatever rules. What the sections hold is the caller's to check.
 */
export function decodeEntry(
  bytes: Uint8Array,
  key: string | null,
): { readonly kind: 'entry'; readonly sections: readonly string[] } | EntryRefusal {
  const { buffer, byteOffset, byteLength } = bytes;
  const entry = Buffer.from(buffer, byteOffset, byteLength);
  const head = entry.toString('latin1', 0, HEAD_LENGTH);
  if (!head.startsWith(MAGIC)) return refuse('it is no entry, or one of another version');
  if (head.length < HEAD_LENGTH) return refuse('it is cut off');
  if (key !== null && head.slice(MAGIC.length, MAGIC.length + DIGEST_LENGTH) !== key)
    return refuse('it is of other rules');
  const body = entry.subarray(HEAD_LENGTH);
  if (hash('sha256', body) !== head.slice(MAGIC.length + DIGEST_LENGTH)) return refuse('it is damaged');
  const sections: string[] = [];
  for (let at = 0; at < body.length; ) {
    const start = at + LENGTH_BYTES;
    if (start > body.length) return refuse('it does not hold what it should');
    at = start + body.readUInt32LE(at);
    if (at > body.length) return refuse('it does not hold what it should');
    sections.push(body.toString('latin1', start, at));
  }
  return { kind: 'entry', sections };
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function refuse(reason: string): EntryRefusal {
  return { kind: 'refused', reason };
}
