import { normalizePath } from './normalize-path.ts';

/** Description: backslashes become slashes, then as `normalizePath`. Example: `a\..\b` gives `b`. */
export function normalizePathWin(value: string): string {
  return normalizePath(value.replaceAll('\\', '/'));
}
