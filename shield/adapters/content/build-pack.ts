import { dirname, join } from 'node:path';
import { type GeoLookup, inLoadOrder } from '@dejfa/seclang';
import { fileResolver } from './file-resolver.ts';
import type { ContentLimits } from './limits.ts';
import type { Pack, PackKind, PackOrigin, SecLangContent } from './pack.ts';
import { packFacts } from './pack-facts.ts';
import { fileHashes, packHash } from './pack-hash.ts';
import type { FolderContent } from './read-folder.ts';

/** The key that makes a YAML document a rule, a correlation or a filter. */
const SIGMA_PART = /^["']?(?:detection|correlation|filter)["']?\s*:/m;

/** A folder of a pack with the content files below it. */
export interface PackFolder extends FolderContent {
  readonly folder: string;
}

/** What a pack is made of beside its files. */
export interface PackOptions {
  readonly name: string;
  readonly origin: PackOrigin;
  /** Ids of SecLang rules that the configuration switches off. */
  readonly disable: readonly string[];
  readonly limits: ContentLimits;
  /** Where addresses are; null: rules that ask are refused. */
  readonly geo: GeoLookup | null;
}

/** A pack out of its folders, the main one first. */
export function buildPack(folders: readonly PackFolder[], options: PackOptions): Pack {
  const files = folders.flatMap((folder, at) =>
    folder.files.map((file) => ({
      ...file,
      path: at === 0 ? file.path : `${folder.folder.slice(1)}/${file.path}`,
    })),
  );
  const hash = packHash(fileHashes(files));
  const facts = packFacts(files);
  const seclang = secLangOf(folders, options);
  const sigma = sigmaOf(folders);
  const kinds: PackKind[] = [];
  if (seclang !== null) kinds.push('seclang');
  if (sigma.length > 0) kinds.push('sigma');
  return {
    name: options.name,
    version: facts.version ?? `0-${hash.slice(0, 12)}`,
    origin: options.origin,
    folder: folders[0]?.folder ?? '',
    folders: folders.map(({ folder }) => folder),
    licence: facts.licence,
    hash,
    kinds,
    components: facts.components,
    fileCount: files.length,
    leftOut: folders.flatMap(({ leftOut }) => leftOut),
    seclang,
    sigma,
  };
}

function secLangOf(folders: readonly PackFolder[], options: PackOptions): SecLangContent | null {
  const texts = new Map(
    folders.flatMap(({ folder, files }) =>
      files
        .filter((file) => /\.conf(?:\.example)?$/.test(file.path))
        .map((file) => [join(folder, file.path), file.bytes.toString('utf8')] as const),
    ),
  );
  const sources = inLoadOrder([...texts.keys()]).map((path) => ({ path, text: texts.get(path) ?? '' }));
  if (!sources.some(({ text }) => /^\s*Sec(?:Rule|Action)\s/m.test(text))) return null;
  const roots = folders.map(({ folder }) => folder);
  return {
    sources: [...sources, ...removalsOf(options.disable, sources)],
    resolver: fileResolver(roots, options.limits, options.geo),
    variables: setupVariables(sources),
  };
}

/**
 * Rules are switched off in the language itself, so that the engine counts and reports them; only those that the
 * pack has, so that an id of another pack is no mistake here.
 */
function removalsOf(
  disable: readonly string[],
  sources: SecLangContent['sources'],
): SecLangContent['sources'] {
  const ids = disable.filter((id) => /^\d{1,12}$/.test(id) && sources.some(({ text }) => hasRule(text, id)));
  const first = sources[0];
  if (ids.length === 0 || first === undefined) return [];
  const path = join(dirname(first.path), 'content.disable');
  return [{ path, text: ids.map((id) => `SecRuleRemoveById ${id}\n`).join('') }];
}

function hasRule(text: string, id: string): boolean {
  return new RegExp(`\\bid:'?${id}\\b`).test(text);
}

/**
 * The CRS refuses every request (rule 901001) unless a setup file states its version. Where a pack has none, its
 * rules are told the version that their own signature states, in the form that the setup file has: 3.3.4 is 334.
 */
function setupVariables(sources: SecLangContent['sources']): Readonly<Record<string, string>> {
  if (sources.some(({ text }) => /^[^#\n]*setvar:'?tx\.crs_setup_version=/m.test(text))) return {};
  for (const { text } of sources) {
    const version = /^\s*SecComponentSignature\s+"OWASP_CRS\/([\d.]+)/m.exec(text)?.[1];
    if (version !== undefined) return { crs_setup_version: version.replaceAll('.', '') };
  }
  return {};
}

/** YAML files that are rules, correlations or filters; a pack may hold others, such as pipelines. */
function sigmaOf(folders: readonly PackFolder[]): Pack['sigma'] {
  return folders.flatMap(({ folder, files }) =>
    files.flatMap((file) => {
      if (!/\.ya?ml$/.test(file.path)) return [];
      const text = file.bytes.toString('utf8');
      return SIGMA_PART.test(text) ? [{ path: join(folder, file.path), text }] : [];
    }),
  );
}
