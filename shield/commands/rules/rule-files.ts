import type { Diagnostic } from '@dejfa/diagnostics';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { type LoadedSigma, loadSigma, type SigmaSource } from '@dejfa/sigma';
import type { Config } from '../../config/index.ts';
import type { CommandContext } from '../context.ts';
import { type RuleRewriting, ruleRewriting } from '../hunt-rules.ts';
import { namedRules } from '../named-sources.ts';
import { UserError } from '../user-error.ts';

/** Which rules are to be tried, and what they are loaded with. */
export interface RuleOrder {
  readonly config: Config;
  /** File, or folder. */
  readonly rule: string;
  /** Pipelines besides those of the configuration. */
  readonly pipelines: readonly string[];
}

/** Rules of one named file or folder, loaded. */
export interface RuleFiles {
  readonly sources: readonly SigmaSource[];
  readonly rewriting: RuleRewriting;
  readonly loaded: LoadedSigma;
}

/** Loads rules to be tried out; prints what is wrong with them. Throws `UserError` when none is left. */
export async function ruleFiles(
  context: CommandContext,
  { config, rule, pipelines }: RuleOrder,
): Promise<RuleFiles> {
  const sources = await namedRules(context, [rule]);
  const rewriting = await ruleRewriting(context, config, pipelines);
  const loaded = loadSigma(sources, rewriting);
  printFaults(context, loaded.diagnostics);
  if (loaded.rules.length + loaded.correlations.length === 0)
    throw new UserError(`there is no rule to try in ${rule}`, 'dejfa rules lint says what is wrong with it');
  return { sources, rewriting, loaded };
}

function printFaults({ stderr }: CommandContext, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics)
    if (diagnostic.severity === 'error') stderr.write(`${formatDiagnostic(diagnostic)}\n`);
}
