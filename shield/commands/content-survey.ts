import type { Diagnostic } from '@dejfa/diagnostics';
import { loadRules } from '@dejfa/seclang';
import { loadSigma } from '@dejfa/sigma';
import { type ContentPlaces, openPacks, type Pack, type PackKind } from '../adapters/content/index.ts';
import type { ContentConfig } from '../config/index.ts';

/** The rules of one pack for one engine, counted. `read` = `loaded` + `disabled` + `refused`. */
export interface RuleCounts {
  readonly engine: PackKind;
  readonly read: number;
  readonly loaded: number;
  /** By the configuration, or by a directive of the pack. */
  readonly disabled: number;
  /** By the engine: each has a diagnostic. */
  readonly refused: number;
  readonly diagnostics: readonly Diagnostic[];
}

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
  readonly switchedOff: Pack['switchedOff'];
  readonly rules: readonly RuleCounts[];
}

export interface ContentSurvey {
  readonly packs: readonly PackSurvey[];
  /** Packs that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens all packs and loads each by itself, so that what an engine says is known to be of that pack. */
export async function surveyContent(config: ContentConfig, places: ContentPlaces): Promise<ContentSurvey> {
  const { packs, diagnostics } = await openPacks(config, places);
  return { packs: packs.map(surveyPack), diagnostics };
}

function surveyPack(pack: Pack): PackSurvey {
  const { name, version, origin, folders, licence, hash, fileCount, leftOut, switchedOff } = pack;
  const rules = pack.kinds.map((kind) => (kind === 'seclang' ? surveySecLang(pack) : surveySigma(pack)));
  return { name, version, origin, folders, licence, hash, fileCount, leftOut, switchedOff, rules };
}

function surveySecLang(pack: Pack): RuleCounts {
  const empty = { sources: [], resolver: { include: () => null, data: () => null } };
  const { sources, resolver } = pack.seclang ?? empty;
  const { counts, diagnostics } = loadRules(sources, resolver);
  const refused = Math.max(0, counts.read - counts.loaded - counts.disabled);
  return { engine: 'seclang', ...counts, refused, diagnostics };
}

function surveySigma(pack: Pack): RuleCounts {
  const { counts, diagnostics } = loadSigma(pack.sigma);
  const disabled = pack.switchedOff.length;
  return {
    engine: 'sigma',
    read: counts.read + disabled,
    loaded: counts.loaded,
    disabled,
    refused: counts.read - counts.loaded,
    diagnostics,
  };
}
