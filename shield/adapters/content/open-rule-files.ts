import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GeoLookup } from '@dejfa/seclang';
import { buildPack } from './build-pack.ts';
import { ContentError } from './content-error.ts';
import { fileResolver } from './file-resolver.ts';
import { CONTENT_LIMITS as LIMITS } from './limits.ts';
import type { SecLangContent } from './pack.ts';
import { readFolder, readRuleFile } from './read-folder.ts';

/**
 * SecLang rules of single files and whole folders, in the order given, as the operator named them: no pack around
 * them, and data files are looked for beside them. `geo`: where addresses are; null: rules that ask are refused.
 */
export async function openRuleFiles(
  paths: readonly string[],
  geo: GeoLookup | null,
): Promise<SecLangContent> {
  const parts: SecLangContent[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new ContentError('not-found', `there is no ${path}`, { remedy: 'correct the path', cause });
    });
    parts.push(found.isDirectory() ? await openFolder(path) : await openFile(path));
  }
  const folders = paths.map((path, at) => (parts[at]?.sources[0]?.path === path ? dirname(path) : path));
  return {
    sources: parts.flatMap((part) => part.sources),
    resolver: fileResolver(folders, LIMITS, geo),
    variables: Object.assign({}, ...parts.map((part) => part.variables)),
  };
}

async function openFolder(folder: string): Promise<SecLangContent> {
  const content = await readFolder(folder, { limits: LIMITS, links: 'follow-files' });
  const options = { name: 'rules', origin: 'folder', disable: [], limits: LIMITS, geo: null } as const;
  const { seclang } = buildPack([{ folder, ...content }], options);
  if (seclang !== null) return seclang;
  const remedy = 'SecLang rules are in .conf files';
  throw new ContentError('not-a-pack', `${folder} holds no SecLang rules`, { remedy });
}

async function openFile(path: string): Promise<SecLangContent> {
  const text = (await readRuleFile(path, LIMITS)).toString('utf8');
  return { sources: [{ path, text }], resolver: fileResolver([dirname(path)], LIMITS), variables: {} };
}
