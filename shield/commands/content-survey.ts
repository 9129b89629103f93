import type { Diagnostic } from '@dejfa/diagnostics';
import { type LoadedRules, loadRules } from '@dejfa/seclang';
import { loadSigma } from '@dejfa/sigma';
import { NOBODY_KNOWS } from '../adapters/blocklist/index.ts';
import { type ContentPlaces, openPacks, type Pack, sigmaOptions } from '../adapters/content/index.ts';
import { COUNTRY_DATA } from '../adapters/geo/index.ts';
import { faultsOutside, secLangStatus, sigmaStatus } from '../assembly/pack-status.ts';
import type { ContentConfig } from '../config/index.ts';
import type { PackStatus } from '../ports/index.ts';

/** What is known of a pack when its rules were loaded. */
export interface PackSurvey {
  readonly name: string;
  readonly version: string;
  readonly origin: Pack['origin'];
  readonly folders: readonly string[];
  readonly licence: string | null;
  readonly hash: string;
  readonly fileCount: number;
  readonly leftOut: readonly string[];
  /** For each engine that it has rules for. */
  readonly engines: readonly Pick<PackStatus, 'engine' | 'rules' | 'problems'>[];
}

export interface ContentSurvey {
  readonly packs: readonly PackSurvey[];
  /** Packs that could not be read, and what is wrong with processing pipelines. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where rules learn the countries of addresses from: the operator's file, or whose data comes with the shield. */
  readonly countries: string;
  /** Whether block lists are asked; else rules with `@rbl` are refused. */
  readonly asksBlocklists: boolean;
}

/** Opens all packs and loads them: SecLang each by itself, Sigma all together, as a hunt and the shield do. */
export async function surveyContent(config: ContentConfig, places: ContentPlaces): Promise<ContentSurvey> {
  const { packs, diagnostics } = await openPacks(config, places);
  const countries = config.countries ?? COUNTRY_DATA.attribution;
  const asksBlocklists = config.blocklists.ask;
  const sigma = loadSigma(
    packs.flatMap((pack) => pack.sigma),
    await sigmaOptions(config),
  );
  const shared = faultsOutside(packs, sigma.diagnostics);
  const statusOf = (pack: Pack, kind: Pack['kinds'][number]) =>
    kind === 'seclang'
      ? secLangStatus(pack, loadSecLang(pack, asksBlocklists), () => true)
      : sigmaStatus(pack, sigma, shared);
  return {
    packs: packs.map((pack) => surveyPack(pack, (kind) => statusOf(pack, kind))),
    diagnostics: [...diagnostics, ...shared],
    countries,
    asksBlocklists,
  };
}

function surveyPack(pack: Pack, statusOf: (kind: Pack['kinds'][number]) => PackStatus): PackSurvey {
  const { name, version, origin, folders, licence, hash, fileCount, leftOut } = pack;
  const engines = pack.kinds.map((kind) => {
    const { engine, rules, problems } = statusOf(kind);
    return { engine, rules, problems };
  });
  return { name, version, origin, folders, licence, hash, fileCount, leftOut, engines };
}

function loadSecLang({ seclang }: Pack, asksBlocklists: boolean): LoadedRules {
  const resolver = seclang?.resolver ?? { include: () => null, data: () => null };
  const blocklists = asksBlocklists ? { blocklists: NOBODY_KNOWS } : {};
  return loadRules(seclang?.sources ?? [], { ...resolver, ...blocklists });
}
