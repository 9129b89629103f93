import { join, resolve } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import { type LoadedRules, loadRules } from '@dejfa/seclang';
import { openPacks, openRuleFiles, secLangOf } from '../adapters/content/index.ts';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { UserError } from './user-error.ts';

export interface WafRules {
  readonly loaded: LoadedRules;
  /** `tx.` variables that the packs ask for. */
  readonly variables: Readonly<Record<string, string>>;
  /** Packs that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The rules of the named files and folders, in their order, or else those of every configured pack. */
export async function wafRules(
  context: CommandContext,
  config: Config,
  named: readonly string[],
): Promise<WafRules> {
  if (named.length > 0) {
    const paths = named.map((path) => resolve(context.cwd, path));
    const seclang = await openRuleFiles(paths);
    return {
      loaded: loadRules(seclang.sources, seclang.resolver),
      variables: seclang.variables,
      diagnostics: [],
    };
  }
  const { projectContent, addedContent } = context.folders;
  const places = { baseFolder: join(projectContent, 'base'), contentFolder: addedContent };
  const { packs, diagnostics } = await openPacks(config.content, places);
  const { sources, resolver, variables } = secLangOf(packs);
  if (sources.length === 0) {
    const remedy = 'see dejfa content list; add a pack with dejfa content add, or name files with --rules';
    throw new UserError('there are no SecLang rules to check against', remedy);
  }
  return { loaded: loadRules(sources, resolver), variables, diagnostics };
}
