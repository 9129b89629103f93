import { sep } from 'node:path';
import { type BlocklistLookup, RECOMMENDED_SETUP } from '@dejfa/seclang';
import type { Pack, SecLangContent } from './pack.ts';

/**
 * The SecLang rules of all packs as one program: what every rule set expects to be set up, then the packs in their
 * order, each asking its own folders only. `blocklists`: what is known of block lists; null: rules that ask are refused.
 */
export function secLangOf(packs: readonly Pack[], blocklists: BlocklistLookup | null = null): SecLangContent {
  const sources = packs.flatMap((pack) => pack.seclang?.sources ?? []);
  const geo = packs.find((pack) => pack.seclang?.resolver.geo !== undefined)?.seclang?.resolver.geo;
  const resolverFor = (path: string) => packOf(packs, path)?.seclang?.resolver;
  return {
    sources: sources.length === 0 ? [] : [RECOMMENDED_SETUP, ...sources],
    resolver: {
      ...(geo === undefined ? {} : { geo }),
      ...(blocklists === null ? {} : { blocklists }),
      include: (pattern, fromPath) => resolverFor(fromPath)?.include(pattern, fromPath) ?? null,
      data: (name, fromPath) => resolverFor(fromPath)?.data(name, fromPath) ?? null,
    },
    variables: Object.assign({}, ...packs.map((pack) => pack.seclang?.variables ?? {})),
  };
}

/** The pack that a rule file belongs to; null when it is of none. */
export function packOf(packs: readonly Pack[], path: string): Pack | null {
  const isInside = (folder: string) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  return packs.find((pack) => pack.folders.some(isInside)) ?? null;
}
