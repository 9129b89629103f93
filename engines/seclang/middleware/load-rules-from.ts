import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { IncludeRefusal, LoadedRules, RuleResolver, RuleSource } from '../api.ts';
import { loadRules } from '../load.ts';
import { RECOMMENDED_SETUP } from '../recommended.ts';
import { inLoadOrder } from '../rule-file-order.ts';
import { RuleFilesError } from './rule-files-error.ts';

/** How rule files are read. */
export interface RuleFilesOptions {
  /** Loads {@link RECOMMENDED_SETUP} first, as the CRS expects. Default true. */
  readonly recommendedSetup?: boolean;
}

/** Most files that one `Include` may name. */
const INCLUDE_LIMIT = 1000;

/**
 * Reads rules from disk and loads them: a folder, a file, or several in their order. Of a folder the rule files in it,
 * in its `rules` and in its `plugins` are taken, in the order that the CRS wants. `Include`, and data files such as
 * those of `@pmFromFile`, are looked for beside the file that names them. Rule files are trusted like code.
 *
 * The CRS refuses every request unless a setup states its version: where none of the files does, its publisher's
 * example beside them is loaded, or else the version alone is stated.
 *
 * Synchronous, for the start of a program. Throws `RuleFilesError` for a path that cannot be read; what is wrong
 * inside the files is in `diagnostics`.
 */
export function loadRulesFrom(
  paths: string | readonly string[],
  { recommendedSetup = true }: RuleFilesOptions = {},
): LoadedRules {
  const named = (typeof paths === 'string' ? [paths] : paths).map((path) => resolve(path));
  const sources = named.flatMap(sourcesOf);
  const setup = recommendedSetup ? [RECOMMENDED_SETUP] : [];
  return loadRules([...setup, ...versionOf(sources), ...sources], RESOLVER);
}

function sourcesOf(path: string): readonly RuleSource[] {
  if (!stat(path).isDirectory()) return [readSource(path)];
  const found = globSync(['*.conf', '*.conf.example', 'rules/*.conf', 'plugins/*.conf'], { cwd: path });
  const files = inLoadOrder(found.map((name) => join(path, name)));
  if (files.length > 0) return files.map(readSource);
  throw new RuleFilesError('no-rules', `${path} holds no rule files: their names end in .conf`);
}

function stat(path: string): { isDirectory(): boolean } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new RuleFilesError('not-found', `there is no ${path}`);
  return found;
}

function readSource(path: string): RuleSource {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (cause) {
    throw new RuleFilesError('unreadable', `${path} cannot be read`, { cause });
  }
}

/** States the version of a CRS that comes without a setup, in the form that the setup has: 3.3.4 is 334. */
function versionOf(sources: readonly RuleSource[]): readonly RuleSource[] {
  if (sources.some(({ text }) => /^[^#\n]*(?:setvar:'?tx\.crs_setup_version=|Include\s)/m.test(text)))
    return [];
  const signature = /^\s*SecComponentSignature\s+"OWASP_CRS\/(\d+(?:\.\d+)*)/m;
  const version = sources.map(({ text }) => signature.exec(text)?.[1]).find((found) => found !== undefined);
  if (version === undefined) return [];
  const value = version.replaceAll('.', '');
  const text = `SecAction "id:900990,phase:1,pass,t:none,nolog,setvar:tx.crs_setup_version=${value}"\n`;
  return [{ path: 'dejfa-crs-version.conf', text }];
}

const RESOLVER: RuleResolver = {
  include(pattern, fromPath) {
    const paths = globSync(beside(pattern, fromPath)).sort();
    if (paths.length > INCLUDE_LIMIT) return refuse(`${pattern} names more than ${INCLUDE_LIMIT} files`);
    const sources: RuleSource[] = [];
    for (const path of paths) {
      const text = readText(path);
      if (typeof text !== 'string') return text;
      sources.push({ path, text });
    }
    return sources.length === 0 ? null : sources;
  },
  data(name, fromPath) {
    const text = readText(beside(name, fromPath));
    return typeof text === 'string' ? text : null;
  },
};

function beside(name: string, fromPath: string): string {
  return isAbsolute(name) ? name : join(dirname(fromPath), name);
}

function readText(path: string): string | IncludeRefusal {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    return refuse(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
  }
}

function refuse(reason: string): IncludeRefusal {
  return { kind: 'refused', reason };
}
