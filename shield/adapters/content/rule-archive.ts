import { open, readFile } from 'node:fs/promises';
import type { SigmaSource } from '@dejfa/sigma';
import { CONTENT_LIMITS } from './limits.ts';
import { readArchive } from './read-archive.ts';
import { tooLarge } from './read-folder.ts';

/** A tar states its kind (`ustar`) at byte 257. */
const HEAD_BYTES = 262;

/**
 * YAML files of an archive (.zip, .tar.gz, .tar), by their paths within it; null where the file is no archive. Throws
 * `ContentError` for an archive that is damaged, hostile or larger than packs are.
 */
export async function readRuleArchive(path: string): Promise<readonly SigmaSource[] | null> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    await file.read(head, 0, HEAD_BYTES, 0);
    if (!isArchive(head)) return null;
    const { size } = await file.stat();
    if (size > CONTENT_LIMITS.archiveBytes) throw tooLarge('the archive has', CONTENT_LIMITS.archiveBytes);
  } finally {
    await file.close();
  }
  const { files } = await readArchive(await readFile(path), CONTENT_LIMITS);
  return files
    .filter((found) => /\.ya?ml$/i.test(found.path))
    .map((found) => ({ path: found.path, text: found.bytes.toString('utf8') }));
}

function isArchive(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 4);
  return start === 'PK\x03\x04' || start.startsWith('\x1f\x8b') || head.toString('latin1', 257) === 'ustar';
}
