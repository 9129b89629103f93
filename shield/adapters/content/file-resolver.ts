import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { GeoLookup, IncludeRefusal, RuleResolver, RuleSource } from '@dejfa/seclang';
import type { ContentLimits } from './limits.ts';

/** Most files that one `Include` may name. */
const INCLUDE_LIMIT = 1000;

/**
 * Reads what rules name while they load, relative to the file that says it and only below `roots`: a pack of
 * somebody else must not be able to read the machine's other files, neither by `../` nor by a link. `geo`: where
 * addresses are; null: rules with `@geoLookup` are refused.
 */
export function fileResolver(
  roots: readonly string[],
  limits: ContentLimits,
  geo: GeoLookup | null = null,
): RuleResolver {
  const bases = roots.map((root) => realpathSync(root));
  const read = (path: string) => readInside(path, bases, limits.fileBytes);
  return {
    ...(geo === null ? {} : { geo }),
    include(pattern, fromPath) {
      const target = isAbsolute(pattern) ? pattern : join(dirname(fromPath), pattern);
      const paths = globSync(target).sort();
      if (paths.length > INCLUDE_LIMIT)
        return refuse(`${pattern} names ${paths.length} files; at most ${INCLUDE_LIMIT} can be included`);
      const sources: RuleSource[] = [];
      for (const path of paths) {
        const text = read(path);
        if (text !== null && typeof text !== 'string') return text;
        if (text !== null) sources.push({ path, text });
      }
      return sources.length === 0 ? null : sources;
    },
    data(name, fromPath) {
      const text = read(isAbsolute(name) ? name : join(dirname(fromPath), name));
      return typeof text === 'string' ? text : null;
    },
  };
}

/** Null for what is no file, or lies outside. */
function readInside(
  path: string,
  bases: readonly string[],
  limitBytes: number,
): string | IncludeRefusal | null {
  try {
    const real = realpathSync(path);
    if (!bases.some((base) => isInside(real, base))) return null;
    const found = statSync(real);
    if (!found.isFile()) return null;
    if (found.size > limitBytes) return refuse(`${path} has more than ${limitBytes} bytes`);
    return readFileSync(real, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : refuse(`${path} cannot be read (${code})`);
  }
}

function refuse(reason: string): IncludeRefusal {
  return { kind: 'refused', reason };
}

function isInside(path: string, base: string): boolean {
  const inside = relative(base, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
