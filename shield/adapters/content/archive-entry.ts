import { ContentError } from './content-error.ts';

/** A file in an archive; its path was checked by {@link assertSafePath}. */
export interface ArchiveEntry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Longest path that is accepted, in UTF-16 code units. */
const PATH_LIMIT = 512;

/** Throws `ContentError` when a path of an archive could lead out of the folder that it is unpacked to. */
export function assertSafePath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    path === '' ||
    path.length > PATH_LIMIT ||
    path.startsWith('/') ||
    /[\u0000-\u001f\u007f\\:]/.test(path) ||
    parts.some((part) => part === '..' || part === '.' || (part === '' && part !== parts.at(-1)));
  if (!unsafe) return;
  const shown = JSON.stringify(path.slice(0, 120));
  const remedy = 'the archive tries to write outside of its folder, or has damaged names: do not use it';
  throw new ContentError('unsafe-path', `the archive holds the path ${shown}`, { remedy });
}
