import { join, resolve } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import { type LoadedRules, loadRules, type RuleResolver, type RuleSource } from '@dejfa/seclang';
import { NOBODY_KNOWS } from '../adapters/blocklist/index.ts';
import { openPacks, openRuleFiles, secLangOf } from '../adapters/content/index.ts';
import { ExclusionFile } from '../adapters/exclusions/index.ts';
import { countryLookup } from '../adapters/geo/index.ts';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { UserError } from './user-error.ts';

export interface WafRules {
  readonly loaded: LoadedRules;
  /** The same rules with one more source before them. */
  readonly loadWith: (source: RuleSource) => LoadedRules;
  /** `tx.` variables that the packs ask for. */
  readonly variables: Readonly<Record<string, string>>;
  /** Packs that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The rules of the named files and folders, in their order, or else those of every configured pack with the
 * installation's exclusions before them, as the shield has them.
 */
export async function wafRules(
  context: CommandContext,
  config: Config,
  named: readonly string[],
): Promise<WafRules> {
  if (named.length > 0) {
    const paths = named.map((path) => resolve(context.cwd, path));
    const seclang = await openRuleFiles(paths, countryLookup(config.content.countries));
    const { sources, resolver, variables } = seclang;
    return { ...rulesOf(sources, resolver), variables, diagnostics: [] };
  }
  const { projectContent, addedContent } = context.folders;
  const places = { baseFolder: join(projectContent, 'base'), contentFolder: addedContent };
  const { packs, diagnostics } = await openPacks(config.content, places);
  const { sources, resolver, variables } = secLangOf(
    packs,
    config.content.blocklists.ask ? NOBODY_KNOWS : null,
  );
  if (sources.length === 0) {
    const remedy = 'see dejfa content list; add a pack with dejfa content add, or name files with --rules';
    throw new UserError('there are no SecLang rules to check against', remedy);
  }
  const exclusions = new ExclusionFile(config.store.path).source();
  const all = exclusions === null ? sources : [exclusions, ...sources];
  return { ...rulesOf(all, resolver), variables, diagnostics };
}

function rulesOf(
  sources: readonly RuleSource[],
  resolver: RuleResolver,
): Pick<WafRules, 'loaded' | 'loadWith'> {
  return {
    loaded: loadRules(sources, resolver),
    loadWith: (source) => loadRules([source, ...sources], resolver),
  };
}
