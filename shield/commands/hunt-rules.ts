import { join } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaOptions, SigmaSource } from '@dejfa/sigma';
import { openPacks, sigmaOptions } from '../adapters/content/index.ts';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { namedPipelines, namedRules, yamlFiles } from './named-sources.ts';
import { UserError } from './user-error.ts';

/** How rules are loaded, whichever they are. */
export type RuleRewriting = Pick<Required<SigmaOptions>, 'pipelines' | 'placeholders'>;

/** What a hunt looks with, as text: it is parsed by whoever runs it. */
export interface HuntRules extends RuleRewriting {
  readonly rules: readonly SigmaSource[];
  readonly mappings: readonly SigmaSource[];
  /** Identifiers of rules that the configuration switches off. */
  readonly disabled: readonly string[];
  /** Packs that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Sigma rules of the named files and folders, or else of every configured pack; with the project's mappings. */
export async function huntRules(
  context: CommandContext,
  config: Config,
  named: { readonly rules: readonly string[]; readonly pipelines: readonly string[] },
): Promise<HuntRules> {
  const { sources, diagnostics } =
    named.rules.length > 0
      ? { sources: await namedRules(context, named.rules), diagnostics: [] }
      : await packRules(context, config);
  if (sources.length === 0) {
    const remedy = 'see dejfa content list; add a pack with dejfa content add, or name a folder with --rules';
    throw new UserError('there are no Sigma rules to hunt with', remedy);
  }
  const mappings = await projectMappings(context);
  const rewriting = await ruleRewriting(context, config, named.pipelines);
  return { rules: sources, mappings, ...rewriting, disabled: config.content.disable, diagnostics };
}

/** Pipelines and values of placeholders as the configuration has them, and the pipelines named besides. */
export async function ruleRewriting(
  context: CommandContext,
  config: Config,
  named: readonly string[],
): Promise<RuleRewriting> {
  const { pipelines, placeholders } = await sigmaOptions(config.content);
  return { pipelines: [...pipelines, ...(await namedPipelines(context, named))], placeholders };
}

/** The mappings that the project ships. */
export function projectMappings({ folders }: CommandContext): Promise<readonly SigmaSource[]> {
  return yamlFiles(join(folders.projectContent, 'mappings'));
}

interface RuleSet {
  readonly sources: readonly SigmaSource[];
  readonly diagnostics: readonly Diagnostic[];
}

async function packRules(context: CommandContext, config: Config): Promise<RuleSet> {
  const { projectContent, addedContent } = context.folders;
  const places = { baseFolder: join(projectContent, 'base'), contentFolder: addedContent };
  const { packs, diagnostics } = await openPacks(config.content, places);
  return { sources: packs.flatMap((pack) => pack.sigma), diagnostics };
}
