import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedRules, LoadOptions, RuleResolver, RuleSource } from '@dejfa/seclang';
import { loadRules } from '@dejfa/seclang';

/** The CRS as the system has it. */
export const RULES_FOLDER = '/usr/share/modsecurity-crs/rules';

const SETUP_FILE = '/etc/modsecurity/crs/crs-setup.conf';

/** The directives of `../shared/peers/modsecurity/run.sh` before the rules, but for those that name files. */
const BASE = `SecRuleEngine On
SecRequestBodyAccess On
SecResponseBodyAccess Off
SecRule REQUEST_HEADERS:Content-Type "^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRequestBodyLimit 13107200
`;

/**
 * Sets the level as the peer's script does. It gives this rule an id that the setup of the Debian package has already,
 * which libmodsecurity lets pass and our loader does not: hence another one, for both engines.
 */
const LEVEL_RULE_ID = 900_991;

function levelRule(paranoia: number): string {
  const variables = [
    `paranoia_level=${paranoia}`,
    `executing_paranoia_level=${paranoia}`,
    `blocking_paranoia_level=${paranoia}`,
    `detection_paranoia_level=${paranoia}`,
    'crs_setup_version=400',
  ];
  return `SecAction "id:${LEVEL_RULE_ID},phase:1,nolog,pass,t:none,${variables.map((set) => `setvar:tx.${set}`).join(',')}"\n`;
}

/** The rules that both engines are given, in their order. */
export function ruleSources(paranoia: number): readonly RuleSource[] {
  const setup = existsSync(SETUP_FILE) ? [readSource(SETUP_FILE)] : [];
  const names = readdirSync(RULES_FOLDER).filter((name) => name.endsWith('.conf'));
  return [
    { path: join(RULES_FOLDER, 'bench-base.conf'), text: BASE },
    ...setup,
    { path: join(RULES_FOLDER, 'bench-level.conf'), text: levelRule(paranoia) },
    ...names.sort().map((name) => readSource(join(RULES_FOLDER, name))),
  ];
}

/** The same rules for libmodsecurity: a file that includes them. `extra` are directives that name files. */
export function modSecurityConfiguration(paranoia: number, extra: string): string {
  const setup = existsSync(SETUP_FILE) ? `Include ${SETUP_FILE}\n` : '';
  return `${BASE}${extra}${setup}${levelRule(paranoia)}Include ${RULES_FOLDER}/*.conf\n`;
}

/** The rules, compiled by our engine. */
export function loadBenchRules(paranoia: number): LoadedRules {
  return loadSources(ruleSources(paranoia));
}

/** Loads sources of which data files stand beside them. */
export function loadSources(sources: readonly RuleSource[], options: LoadOptions = {}): LoadedRules {
  const resolver: RuleResolver = {
    include: () => null,
    data(name, fromPath) {
      const path = join(dirname(fromPath), name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
  };
  return loadRules(sources, resolver, options);
}

function readSource(path: string): RuleSource {
  return { path, text: readFileSync(path, 'utf8') };
}
