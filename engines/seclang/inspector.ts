import type { Inspector, InspectorOptions, LoadedRules, Program } from './api.ts';
import { createMemoryCollectionStore } from './collections/index.ts';
import { CompiledProgram } from './compile/program.ts';
import { toBytes } from './lexer/bytes.ts';
import { KnownNames } from './transaction/known-names.ts';
import { PhasePlans } from './transaction/phase-plans.ts';
import { DEFAULT_SETTINGS, type Settings } from './transaction/settings.ts';
import { RuleTransaction } from './transaction/transaction.ts';

/**
 * Makes an inspector of compiled rules, or of what `loadRules` gave. It holds no state of any transaction: any number
 * of them may run at a time. Throws `TypeError` for rules that `loadRules` did not make.
 */
export function createInspector(rules: LoadedRules | Program, options: InspectorOptions = {}): Inspector {
  return createTunedInspector(rules, options, { prefilter: true });
}

/** What changes how fast an inspector is, and no answer of it. */
export interface InspectorTuning {
  /** False: every rule that is reached is run on all its values, as if nothing were known of what they need. */
  readonly prefilter: boolean;
}

/** As `createInspector`; for tests that compare. */
export function createTunedInspector(
  rules: LoadedRules | Program,
  options: InspectorOptions,
  tuning: InspectorTuning,
): Inspector {
  const program = 'program' in rules ? rules.program : rules;
  if (!(program instanceof CompiledProgram)) throw new TypeError('the program was not made by loadRules');
  const settings = mergeSettings(program.settings, options);
  const given = Object.entries(options.variables ?? {});
  const variables = given.map(([key, value]) => ({ name: key.toLowerCase(), key, value: toBytes(value) }));
  const plans = new PhasePlans(program, { ...tuning, given: variables });
  const collections = options.collections ?? createMemoryCollectionStore();
  const shared = { settings, collections, knownNames: new KnownNames() };
  return {
    begin: (head, { nowMs, uniqueId }) =>
      new RuleTransaction(program, { head, nowMs, uniqueId, ...shared }, { variables, plans }),
  };
}

/** Options win over directives, directives over defaults. */
function mergeSettings(directives: Partial<Settings>, options: InspectorOptions): Settings {
  const settings: Settings = { ...DEFAULT_SETTINGS, ...directives };
  const { mode } = options;
  return {
    ...settings,
    engine: mode === undefined ? settings.engine : mode === 'detect' ? 'detection-only' : 'on',
    requestBodyLimitBytes: options.requestBodyLimitBytes ?? settings.requestBodyLimitBytes,
    responseBodyLimitBytes: options.responseBodyLimitBytes ?? settings.responseBodyLimitBytes,
    detectBodyFormat: options.detectBodyFormat ?? settings.detectBodyFormat,
    workBudgetSteps: options.workBudgetSteps ?? settings.workBudgetSteps,
    auditEngine: options.auditEngine ?? settings.auditEngine,
    auditHides: new Set(options.auditHides?.map((name) => name.toLowerCase())),
  };
}
