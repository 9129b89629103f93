import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { RuleResolver } from '@dejfa/seclang';
import type { ContentLimits } from './limits.ts';

/** Most files that one `Include` may name. */
const INCLUDE_LIMIT = 1000;

/**
 * Reads what rules name while they load, relative to the file that says it and only below `roots`: a pack of
 * somebody else must not be able to read the machine's other files, neither by `../` nor by a link.
 */
export function fileResolver(roots: readonly string[], limits: ContentLimits): RuleResolver {
  const bases = roots.map((root) => realpathSync(root));
  const read = (path: string) => readInside(path, bases, limits.fileBytes);
  return {
    include(pattern, fromPath) {
      const target = isAbsolute(pattern) ? pattern : join(dirname(fromPath), pattern);
      const sources = globSync(target)
        .sort()
        .slice(0, INCLUDE_LIMIT)
        .flatMap((path) => {
          const text = read(path);
          return text === null ? [] : [{ path, text }];
        });
      return sources.length === 0 ? null : sources;
    },
    data: (name, fromPath) => read(isAbsolute(name) ? name : join(dirname(fromPath), name)),
  };
}

function readInside(path: string, bases: readonly string[], limitBytes: number): string | null {
  try {
    const real = realpathSync(path);
    if (!bases.some((base) => isInside(real, base))) return null;
    const found = statSync(real);
    return found.isFile() && found.size <= limitBytes ? readFileSync(real, 'utf8') : null;
  } catch {
    return null;
  }
}

function isInside(path: string, base: string): boolean {
  const inside = relative(base, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
