import type { Diagnostic } from '@dejfa/diagnostics';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { type LoadedSigma, loadSigma, type SigmaSource } from '@dejfa/sigma';
import type { CommandContext } from '../context.ts';
import { namedSources } from '../hunt-rules.ts';
import { UserError } from '../user-error.ts';

/** Rules of one named file or folder, loaded. */
export interface RuleFiles {
  readonly sources: readonly SigmaSource[];
  readonly pipelines: readonly SigmaSource[];
  readonly loaded: LoadedSigma;
}

/** Loads rules to be tried out; prints what is wrong with them. Throws `UserError` when none is left. */
export async function ruleFiles(
  context: CommandContext,
  named: string,
  pipelinePaths: readonly string[],
): Promise<RuleFiles> {
  const sources = await namedSources(context, [named]);
  const pipelines = await namedSources(context, pipelinePaths, 'pipeline');
  const loaded = loadSigma(sources, { pipelines });
  printFaults(context, loaded.diagnostics);
  if (loaded.rules.length + loaded.correlations.length === 0)
    throw new UserError(`there is no rule to try in ${named}`, 'dejfa rules lint says what is wrong with it');
  return { sources, pipelines, loaded };
}

function printFaults({ stderr }: CommandContext, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics)
    if (diagnostic.severity === 'error') stderr.write(`${formatDiagnostic(diagnostic)}\n`);
}
