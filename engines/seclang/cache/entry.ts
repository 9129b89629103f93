import { hash } from 'node:crypto';

/** What an entry begins with: a name, and the version of this layout. */
const MAGIC = 'dejfa-rules-1\n';
/** Of the hexadecimal digests: of the content, and of what follows the head. */
const DIGEST_LENGTH = 64;
const HEAD_LENGTH = MAGIC.length + 2 * DIGEST_LENGTH;

/** Hexadecimal SHA-256 of texts, each by its length and its UTF-8 encoding, so that none runs into the next. */
export function digestOf(texts: readonly string[]): string {
  return hash('sha256', texts.map((text) => `${Buffer.byteLength(text)}:${text}`).join(''));
}

/** An entry: magic, the key that it is kept under, the digest of the body, the body. */
export function encodeEntry(key: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${MAGIC}${key}${hash('sha256', body)}`), body]);
}

/** As `encodeEntry`, of a payload as JSON. */
export function encodeJsonEntry(key: string, payload: unknown): Uint8Array {
  return encodeEntry(key, Buffer.from(JSON.stringify(payload)));
}

/** Why an entry is not used. */
export interface EntryRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/**
 * The body of an entry; refused where it is of another layout, was kept under another key, or is not whole. What the
 * body holds is the caller's to check.
 */
export function decodeEntry(
  bytes: Uint8Array,
  key: string,
): { readonly kind: 'entry'; readonly body: Buffer } | EntryRefusal {
  const { buffer, byteOffset, byteLength } = bytes;
  const entry = Buffer.from(buffer, byteOffset, byteLength);
  const head = entry.toString('latin1', 0, HEAD_LENGTH);
  if (!head.startsWith(MAGIC)) return refuse('it is no entry, or one of another version');
  if (head.length < HEAD_LENGTH) return refuse('it is cut off');
  if (head.slice(MAGIC.length, MAGIC.length + DIGEST_LENGTH) !== key) return refuse('it is of other rules');
  const body = entry.subarray(HEAD_LENGTH);
  if (hash('sha256', body) !== head.slice(MAGIC.length + DIGEST_LENGTH)) return refuse('it is damaged');
  return { kind: 'entry', body };
}

/** As `decodeEntry`, of an entry of JSON; the payload's shape is the caller's to check. */
export function decodeJsonEntry(
  bytes: Uint8Array,
  key: string,
): { readonly kind: 'entry'; readonly payload: unknown } | EntryRefusal {
  const entry = decodeEntry(bytes, key);
  if (entry.kind === 'refused') return entry;
  try {
    return { kind: 'entry', payload: JSON.parse(entry.body.toString('utf8')) };
  } catch {
    return refuse('it is damaged');
  }
}

function refuse(reason: string): EntryRefusal {
  return { kind: 'refused', reason };
}
