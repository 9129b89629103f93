import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file to read, or a path that cannot be. */
export type Walked =
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'failure'; readonly path: string; readonly error: string };

/**
 * Files under the given paths, folders in the order of their names. A link is followed where it is given as a path,
 * not where it lies in a folder (it may lead around in a circle); pipes, sockets and devices are reported.
 */
export async function* walkPaths(paths: readonly string[]): AsyncGenerator<Walked> {
  for (const path of paths) yield* walkOne(path, stat);
}

async function* walkOne(path: string, look: (path: string) => Promise<Stats>): AsyncGenerator<Walked> {
  let stats: Stats;
  let names: string[] = [];
  try {
    stats = await look(path);
    if (stats.isDirectory()) names = (await readdir(path)).sort();
  } catch (cause) {
    yield { kind: 'failure', path, error: reasonOf(cause) };
    return;
  }
  if (stats.isDirectory()) {
    for (const name of names) yield* walkOne(join(path, name), lstat);
  } else if (stats.isFile()) {
    yield { kind: 'file', path, sizeBytes: stats.size };
  } else {
    const kind = stats.isSymbolicLink() ? 'a symbolic link within a folder' : 'no regular file';
    yield { kind: 'failure', path, error: `${kind}: not read` };
  }
}

/** The system's error in plain words. */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'not permitted: run as a user who may read it';
  return cause instanceof Error ? cause.message : String(cause);
}
