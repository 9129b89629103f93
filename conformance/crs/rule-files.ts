import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RuleResolver, RuleSource } from '@dejfa/seclang';

/** Where Debian's package `modsecurity-crs` puts the rules and their setup. */
export const CRS_RULES_DIR = '/usr/share/modsecurity-crs/rules';
const CRS_SETUP = '/etc/modsecurity/crs/crs-setup.conf';

/** The rule set's regression tests, beside the repository. */
export const CRS_TESTS_DIR = resolve(import.meta.dirname, '../../../shared/corpora/crs-3.3.4-tests');

/** Whether both the rules and their tests are on this machine. */
export function hasCrs(): boolean {
  return existsSync(CRS_RULES_DIR) && existsSync(CRS_SETUP) && existsSync(CRS_TESTS_DIR);
}

/** Setup and rules in their order. */
export function readCrsSources(): readonly RuleSource[] {
  return [CRS_SETUP, ...globSync(join(CRS_RULES_DIR, '*.conf')).sort()].map(readSource);
}

/** Reads included files and data files from disk. */
export const fileResolver: RuleResolver = {
  include: (pattern, fromPath) => {
    const sources = globSync(resolve(dirname(fromPath), pattern))
      .sort()
      .map(readSource);
    return sources.length === 0 ? null : sources;
  },
  data: (name, fromPath) => {
    const path = resolve(dirname(fromPath), name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  },
};

function readSource(path: string): RuleSource {
  return { path, text: readFileSync(path, 'utf8') };
}
