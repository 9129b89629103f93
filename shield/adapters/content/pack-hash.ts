import { createHash } from 'node:crypto';
import type { ContentFile } from './content-file.ts';

/** SHA-256 (FIPS 180-4) in hexadecimal; text as UTF-8. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 (hex) of each file by its path, in the order of the paths' code units. */
export function fileHashes(files: readonly ContentFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(inOrder(files).map((file) => [file.path, sha256(file.bytes)]));
}

/**
 * The hash of a pack: SHA-256 over a line for each file, `HEX  PATH\n`, sorted by path, which is what
 * `sha256sum` prints: anybody can recompute it without Dejfa.
 */
export function packHash(hashes: Readonly<Record<string, string>>): string {
  const lines = Object.keys(hashes)
    .sort()
    .map((path) => `${hashes[path]}  ${path}\n`);
  return sha256(lines.join(''));
}

function inOrder(files: readonly ContentFile[]): readonly ContentFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
