import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import {
  type BlocklistLookup,
  type LoadedRules,
  type LoadOptions,
  loadRules,
  type RuleResolver,
  type RuleSource,
} from '@dejfa/seclang';
import {
  FieldTally,
  type LoadedSigma,
  loadMappings,
  loadSigma,
  type Mappings,
  type RuleCache,
  type SigmaEngine,
  type SigmaSource,
} from '@dejfa/sigma';
import { openPacks, type Pack, packOf, secLangOf, sigmaOptions } from '../adapters/content/index.ts';
import type { ActorFacts } from '../attribute/actor-facts.ts';
import type { ContentConfig } from '../config/index.ts';
import type { PackStatus } from '../ports/index.ts';
import { actorFactsIn } from './actor-facts.ts';
import { recordAnswers } from './exclusion-trial/recorded-answers.ts';
import type { RuleTexts } from './exclusion-trial/trial-messages.ts';
import { faultsOutside, secLangStatus, sigmaStatus } from './pack-status.ts';

/** Rules as they are run, and what can be said of them. */
export interface LoadedContent {
  readonly seclang: LoadedRules;
  /** The same SecLang rules with one more source before them; for trying out an exclusion. */
  readonly loadWith: (source: RuleSource) => LoadedRules;
  /** What they were loaded of, for loading them in another thread. */
  readonly texts: RuleTexts;
  /** The same packs with these exclusions instead, without reading anything anew. */
  readonly withExclusions: (exclusions: RuleSource | null) => LoadedContent;
  /** `tx.` variables that the packs ask for, before those of a service. */
  readonly variables: Readonly<Record<string, string>>;
  readonly sigma: SigmaEngine;
  /** Correlation rules of all packs, and the rules that only serve them. */
  readonly correlations: Pick<LoadedSigma, 'correlations' | 'onlyCorrelated'>;
  readonly mappings: Mappings;
  /** Log sources and fields of events since the rules were loaded; whoever evaluates events fills it. */
  readonly seen: FieldTally;
  /** What each Sigma rule asks of events before it looks at values. */
  readonly needs: LoadedSigma['needs'];
  /** Who is known to use what; read when somebody first asks. */
  readonly actors: () => Promise<ActorFacts>;
  readonly packs: readonly PackStatus[];
  /** Name and version of the pack that a Sigma rule file came from. */
  readonly packOf: (path: string) => string;
  /** Packs that could not be read, mappings and pipelines with mistakes; rules have theirs in `packs`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where packs of rules are. */
export interface ContentFolders {
  /** `content` of the checkout. */
  readonly projectContent: string;
  /** Packs that were added. */
  readonly addedContent: string;
}

/** What goes with the packs. */
export interface ContentOptions extends LoadOptions {
  /** Loaded before the packs: a rule of phase 1 must find its exclusion in force. Null: there are none. */
  readonly exclusions?: RuleSource | null;
  /** What is known of block lists; null: nobody asks them, and rules that want to know are refused. */
  readonly blocklists?: BlocklistLookup | null;
  /** Where Sigma rules are kept between loads, as `cache` is for SecLang rules. */
  readonly sigmaCache?: RuleCache;
}

/** Reads every pack that the configuration wants and compiles all of their rules. */
export async function loadContent(
  config: ContentConfig,
  folders: ContentFolders,
  { exclusions = null, blocklists = null, sigmaCache, ...options }: ContentOptions = {},
): Promise<LoadedContent> {
  const baseFolder = join(folders.projectContent, 'base');
  const { packs, diagnostics } = await openPacks(config, { baseFolder, contentFolder: folders.addedContent });
  const { sources, resolver, variables } = secLangOf(packs, blocklists);
  // Together, so that a filter or a correlation of one pack reaches rules of another.
  const rules = packs.flatMap((pack) => pack.sigma);
  const kept = sigmaCache === undefined ? {} : { cache: sigmaCache };
  const sigma = loadSigma(rules, { ...(await sigmaOptions(config)), ...kept });
  const shared = faultsOutside(packs, sigma.diagnostics);
  const mappings = loadMappings(await readMappings(join(folders.projectContent, 'mappings')));
  const content = {
    variables,
    sigma: sigma.engine,
    correlations: { correlations: sigma.correlations, onlyCorrelated: sigma.onlyCorrelated },
    mappings: mappings.mappings,
    seen: new FieldTally(),
    needs: sigma.needs,
    actors: actorFactsIn(join(folders.projectContent, 'attack/attack.json')),
    packs: packs
      .filter(({ kinds }) => kinds.includes('sigma'))
      .map((pack) => sigmaStatus(pack, sigma, shared)),
    packOf: packNames(packs),
    diagnostics: [...diagnostics, ...mappings.diagnostics, ...shared],
  };
  return excluding(exclusions, {
    sources,
    resolver,
    options,
    countries: config.countries,
    opened: packs,
    content,
  });
}

/** What does not change with the exclusions. */
interface ContentParts {
  readonly sources: readonly RuleSource[];
  readonly resolver: RuleResolver;
  readonly options: LoadOptions;
  readonly countries: string | null;
  readonly opened: readonly Pack[];
  readonly content: Omit<LoadedContent, 'seclang' | 'loadWith' | 'texts' | 'withExclusions'>;
}

function excluding(exclusions: RuleSource | null, parts: ContentParts): LoadedContent {
  const { sources, options, countries, content } = parts;
  const { resolver, answers } = recordAnswers(parts.resolver);
  const all = exclusions === null || sources.length === 0 ? sources : [exclusions, ...sources];
  const seclang = loadRules(all, resolver, options);
  // What is said of the files of a pack is in its status.
  const faults = seclang.diagnostics.filter(({ place }) => packOf(parts.opened, place.file) === null);
  return {
    ...content,
    packs: [...secLangStatuses(parts.opened, seclang), ...content.packs],
    seclang,
    texts: {
      sources: all,
      answers,
      variables: content.variables,
      ...(resolver.geo === undefined ? {} : { countries }),
      asksBlocklists: resolver.blocklists !== undefined,
    },
    loadWith: (source) => loadRules([source, ...all], resolver, options),
    withExclusions: (others) => excluding(others, parts),
    diagnostics: [...content.diagnostics, ...faults],
  };
}

/** By pack: what became of its rules when they were loaded with those of all others. */
function secLangStatuses(packs: readonly Pack[], loaded: LoadedRules): readonly PackStatus[] {
  return packs
    .filter((pack) => pack.seclang !== null)
    .map((pack) => secLangStatus(pack, loaded, (path) => packOf(packs, path) === pack));
}

function packNames(packs: readonly Pack[]): (path: string) => string {
  const names = new Map(
    packs.flatMap((pack) => pack.sigma.map(({ path }) => [path, `${pack.name} ${pack.version}`])),
  );
  return (path) => names.get(path) ?? 'unknown';
}

async function readMappings(folder: string): Promise<readonly SigmaSource[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}
