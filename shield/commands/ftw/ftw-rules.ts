import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createInspector,
  createMemoryCollectionStore,
  type InspectorOptions,
  type LoadedRules,
  loadRules,
  type RuleSource,
} from '@dejfa/seclang';
import { CONTENT_LIMITS, fileResolver } from '../../adapters/content/index.ts';
import { countryLookup } from '../../adapters/geo/index.ts';
import { UserError } from '../user-error.ts';
import type { FtwInspectors } from './recording-guard.ts';
import { RESPONSE_LIMIT_BYTES } from './stage-request.ts';

/** Rules of one folder with their setup, as their tests want them. */
export interface FtwRules {
  readonly loaded: LoadedRules;
  /** Inspectors with collections of their own. */
  readonly makeInspectors: () => FtwInspectors;
}

/** Where Debian's package `modsecurity-crs` keeps the setup. */
const DEBIAN_SETUP = '/etc/modsecurity/crs/crs-setup.conf';

/** As in the rule set's own test environment: bodies both ways, and JSON among the responses that are looked at. */
const ENGINE_SETUP: RuleSource = {
  path: 'ftw-setup.conf',
  text: [
    'SecRequestBodyAccess On',
    'SecResponseBodyAccess On',
    'SecResponseBodyMimeType text/plain text/html text/xml application/json',
    '',
  ].join('\n'),
};

/** Variables under which the rule set runs its own tests: all rules on, and the checks that are off by default. */
export const FTW_VARIABLES: Readonly<Record<string, string>> = {
  paranoia_level: '4',
  executing_paranoia_level: '4',
  blocking_paranoia_level: '4',
  detection_paranoia_level: '4',
  crs_validate_utf8_encoding: '1',
  arg_name_length: '100',
  arg_length: '400',
  total_arg_length: '64000',
  max_num_args: '255',
  max_file_size: '64100',
  combined_file_sizes: '65535',
};

/** Loads setup and rules in their order. `folder` holds the `.conf` files, or a folder `rules` that does. */
export function loadFtwRules(folder: string): FtwRules {
  const rulesFolder = confFiles(folder).length > 0 ? folder : join(folder, 'rules');
  const files = confFiles(rulesFolder);
  if (files.length === 0)
    throw new UserError(`${folder} holds no rules`, 'name the folder with the .conf files of the rule set');
  const setup = setupFile(rulesFolder);
  const sources = [...(setup === null ? [] : [setup]), ...files].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }));
  const roots = [rulesFolder, ...(setup === null ? [] : [dirname(setup)])];
  const loaded = loadRules(
    [ENGINE_SETUP, ...sources],
    fileResolver(roots, CONTENT_LIMITS, countryLookup(null)),
  );
  return { loaded, makeInspectors: () => inspectorsOf(loaded) };
}

function inspectorsOf(loaded: LoadedRules): FtwInspectors {
  let kept = createMemoryCollectionStore();
  const options: InspectorOptions = {
    variables: FTW_VARIABLES,
    requestBodyLimitBytes: 16 * 1024 * 1024,
    responseBodyLimitBytes: RESPONSE_LIMIT_BYTES,
    collections: {
      load: (id, nowMs) => kept.load(id, nowMs),
      update: (id, update) => kept.update(id, update),
    },
  };
  return {
    detecting: createInspector(loaded, { ...options, mode: 'detect' }),
    blocking: createInspector(loaded, { ...options, mode: 'block' }),
    forget: () => {
      kept = createMemoryCollectionStore();
    },
  };
}

function confFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conf') && name !== 'crs-setup.conf')
    .sort()
    .map((name) => join(folder, name));
}

function setupFile(rulesFolder: string): string | null {
  const names = ['crs-setup.conf', 'crs-setup.conf.example'];
  const beside = [rulesFolder, dirname(rulesFolder)].flatMap((place) =>
    names.map((name) => join(place, name)),
  );
  return [...beside, DEBIAN_SETUP].find((path) => existsSync(path)) ?? null;
}
