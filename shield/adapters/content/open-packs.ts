import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@dejfa/diagnostics';
import type { ContentConfig } from '../../config/index.ts';
import { countryLookup } from '../geo/index.ts';
import { buildPack, type PackFolder, type PackOptions } from './build-pack.ts';
import { ContentError } from './content-error.ts';
import { CONTENT_LIMITS, type ContentLimits } from './limits.ts';
import { type Lock, type LockedPack, readLock } from './lock.ts';
import type { Pack, PackOrigin } from './pack.ts';
import { fileHashes } from './pack-hash.ts';
import { readFolder } from './read-folder.ts';
import { SYSTEM_PACKS, type SystemPack } from './system-packs.ts';
import { differencesOf } from './verify-pack.ts';

/** Where packs are looked for. */
export interface ContentPlaces {
  /** The project's own rules: `content/base` of the checkout. */
  readonly baseFolder: string;
  /** Packs that were added: `.dejfa/content`. */
  readonly contentFolder: string;
  readonly systemPacks?: readonly SystemPack[];
  readonly limits?: ContentLimits;
}

/** Every pack that the configuration wants, as far as it could be read. */
export interface ContentSet {
  /**
   * Those of the system, added ones, folders of the configuration, and the project's own last: the first rule that
   * blocks ends a request, and a request is better explained by the rules that everybody knows.
   */
  readonly packs: readonly Pack[];
  /** Packs that could not be read and why; the others are not held up by them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Of the checkout, whose LICENSE stands at its top and not beside the rules. */
const PROJECT_LICENCE = 'Apache-2.0';

interface Candidate {
  readonly name: string;
  readonly origin: PackOrigin;
  readonly folders: readonly string[];
  readonly locked?: LockedPack;
}

/** Reads every pack that the configuration wants. Rejects never because of a pack: that is a diagnostic. */
export async function openPacks(config: ContentConfig, places: ContentPlaces): Promise<ContentSet> {
  const packs: Pack[] = [];
  const diagnostics: Diagnostic[] = [];
  const { disable, countries } = config;
  const geo = hasCountries(config, diagnostics) ? countryLookup(countries) : null;
  for (const candidate of await candidatesOf(config, places, diagnostics)) {
    try {
      const options = { disable, geo, limits: places.limits ?? CONTENT_LIMITS };
      const { pack, folders } = await openPack(candidate, options);
      packs.push(pack);
      diagnostics.push(...folders.flatMap(notUtf8));
    } catch (error) {
      diagnostics.push(diagnosticOf(error, candidate.folders[0] ?? candidate.name));
    }
  }
  const used = packs.filter((pack) => {
    const other = pack.origin === 'system' ? supersededBy(pack, packs) : null;
    if (other !== null) diagnostics.push(superseded(pack, other));
    return other === null;
  });
  return { packs: used, diagnostics };
}

/** Rules that look addresses up are refused where the file that is to say it is not there; that is said beside them. */
function hasCountries({ countries }: ContentConfig, diagnostics: Diagnostic[]): boolean {
  if (countries === null || existsSync(countries)) return true;
  diagnostics.push({
    code: 'content.no-countries',
    severity: 'error',
    message: 'the file with countries of addresses is not there: rules with @geoLookup are not run',
    place: { file: countries, line: 1, column: 1 },
    help: 'correct content.countries in the configuration, or take it out for the file that comes with the shield',
  });
  return false;
}

/** A rule set that was added takes the place of the same one of the system: run twice, it would score twice. */
function supersededBy(pack: Pack, packs: readonly Pack[]): Pack | null {
  const isSame = (other: Pack) =>
    other.name === pack.name || other.components.some((component) => pack.components.includes(component));
  return packs.find((other) => other.origin !== 'system' && isSame(other)) ?? null;
}

function superseded(pack: Pack, other: Pack): Diagnostic {
  return {
    code: 'content.superseded',
    severity: 'info',
    message: `${pack.name} ${pack.version} of the system is not loaded: ${other.name} ${other.version} is`,
    place: { file: pack.folder, line: 1, column: 1 },
    help: `to use that of the system: dejfa content remove ${other.name}`,
  };
}

async function candidatesOf(
  config: ContentConfig,
  places: ContentPlaces,
  diagnostics: Diagnostic[],
): Promise<readonly Candidate[]> {
  const base: Candidate = { name: 'base', origin: 'base', folders: [places.baseFolder] };
  const system = (places.systemPacks ?? SYSTEM_PACKS)
    .filter((pack) => existsSync(pack.folder))
    .map((pack): Candidate => {
      const folders = [pack.folder, ...pack.beside.filter((folder) => existsSync(folder))];
      return { name: pack.name, origin: 'system', folders };
    });
  const lock = await readLock(places.contentFolder).catch((error: unknown): Lock => {
    diagnostics.push(diagnosticOf(error, places.contentFolder));
    return {};
  });
  const added = Object.entries(lock).map(([name, locked]): Candidate => {
    return { name, origin: 'added', folders: [join(places.contentFolder, locked.folder)], locked };
  });
  const folders = config.packs.map((pack): Candidate => {
    return { name: pack.name, origin: 'folder', folders: [pack.path] };
  });
  return [...(config.system ? system : []), ...added, ...folders, ...(config.base ? [base] : [])];
}

interface OpenedPack {
  readonly pack: Pack;
  readonly folders: readonly PackFolder[];
}

async function openPack(
  candidate: Candidate,
  options: Omit<PackOptions, 'name' | 'origin'>,
): Promise<OpenedPack> {
  const { name, origin, locked } = candidate;
  const { limits } = options;
  const links = origin === 'added' ? 'refuse' : 'follow-files';
  const folders: PackFolder[] = [];
  for (const folder of candidate.folders) {
    folders.push({ folder, ...(await readFolder(folder, { limits, links })) });
  }
  if (locked !== undefined) assertUnchanged(name, locked, folders);
  const pack = buildPack(folders, { name, origin, ...options });
  if (pack.kinds.length === 0) {
    const remedy = 'a pack has SecLang rules in .conf files, or Sigma rules in .yml files';
    throw new ContentError('not-a-pack', `the pack ${name} holds no rules that Dejfa can read`, { remedy });
  }
  if (origin === 'base') return { pack: { ...pack, licence: pack.licence ?? PROJECT_LICENCE }, folders };
  if (locked === undefined) return { pack, folders };
  return { pack: { ...pack, version: locked.version, licence: locked.licence }, folders };
}

/** Bytes that are not UTF-8 become U+FFFD in a rule, which then matches something else than its author meant. */
function notUtf8({ folder, files }: PackFolder): readonly Diagnostic[] {
  return files
    .filter((file) => !isUtf8(file.bytes))
    .map((file) => ({
      code: 'content.not-utf8',
      severity: 'warning',
      message: 'the file is not UTF-8: some of its characters are not what was meant',
      place: { file: join(folder, file.path), line: 1, column: 1 },
      help: 'save it as UTF-8',
    }));
}

/** A pack that was pinned and is not what it was any more is not run: nobody knows who changed it. */
function assertUnchanged(name: string, locked: LockedPack, folders: readonly PackFolder[]): void {
  const found = fileHashes(folders.flatMap((folder) => folder.files));
  const [first] = differencesOf(locked.files, found);
  if (first === undefined) return;
  throw new ContentError(
    'hash-differs',
    `the pack ${name} was changed after it was added: ${first.path} is ${first.kind}; it is not loaded`,
    { remedy: `see dejfa content verify ${name}; dejfa content pull ${name} fetches it again` },
  );
}

function diagnosticOf(error: unknown, file: string): Diagnostic {
  const known = error instanceof ContentError;
  return {
    code: `content.${known ? error.code : 'unreadable'}`,
    severity: 'error',
    message: error instanceof Error ? error.message : String(error),
    place: { file, line: 1, column: 1 },
    ...(known ? { help: error.remedy } : {}),
  };
}
