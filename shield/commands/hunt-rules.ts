import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaOptions, SigmaSource } from '@dejfa/sigma';
import { openPacks, sigmaOptions } from '../adapters/content/index.ts';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
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
    named.rules.length > 0 ? await namedRules(context, named.rules) : await packRules(context, config);
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
  namedPipelines: readonly string[],
): Promise<RuleRewriting> {
  const { pipelines, placeholders } = await sigmaOptions(config.content);
  const named = await namedSources(context, namedPipelines, 'pipeline');
  return { pipelines: [...pipelines, ...named], placeholders };
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

async function namedRules(context: CommandContext, named: readonly string[]): Promise<RuleSet> {
  return { sources: await namedSources(context, named), diagnostics: [] };
}

/** Rule files at or under the named paths, each path as the user began it; throws `UserError` for one that cannot be read. */
export async function namedSources(
  context: CommandContext,
  named: readonly string[],
  what = 'rules',
): Promise<readonly SigmaSource[]> {
  const sources: SigmaSource[] = [];
  for (const name of named) {
    const root = resolve(context.cwd, name);
    const found = await yamlFiles(root).catch((cause: unknown) => {
      throw new UserError(`the ${what} ${name} cannot be read`, 'check the path', { cause });
    });
    sources.push(...found.map(({ path, text }) => ({ path: join(name, relative(root, path)), text })));
  }
  return sources;
}

/** YAML files at or under a path, in the order of their names. */
async function yamlFiles(path: string): Promise<readonly SigmaSource[]> {
  if (!(await stat(path)).isDirectory()) return [{ path, text: await readFile(path, 'utf8') }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(paths.map(async (file) => ({ path: file, text: await readFile(file, 'utf8') })));
}
