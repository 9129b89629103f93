import { sep } from 'node:path';
import type { Pack, SecLangContent } from './pack.ts';

/** The SecLang rules of all packs as one program: in the order of the packs, each asking its own folders only. */
export function secLangOf(packs: readonly Pack[]): SecLangContent {
  const resolverFor = (path: string) => packOf(packs, path)?.seclang?.resolver;
  return {
    sources: packs.flatMap((pack) => pack.seclang?.sources ?? []),
    resolver: {
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
