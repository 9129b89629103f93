import type { Diagnostic } from '@dejfa/diagnostics';
import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, listOption } from './definition.ts';
import { RULE_OPTIONS } from './rule-options.ts';
import { UserError } from './user-error.ts';

/** `dejfa rules lint PATH…` */
export const rulesLint: CommandDefinition = {
  name: 'lint',
  summary: 'check Sigma rules, and say what to mend and where',
  description:
    'Reads rules, correlations and filters as a hunt would. What cannot be run is an error; what is run, but ' +
    'perhaps not as meant (misspelt keys and log sources, conditions that are never true), is a warning. Each names file, line and column, shows the line, and says what to do.',
  arguments: [{ name: '<path...>', description: 'rule files and folders' }],
  options: [
    RULE_OPTIONS.pipeline,
    { flags: '--strict', description: 'a warning counts as an error' },
    { flags: '--json', description: 'print JSON lines: one a finding, and a summary' },
    CONFIG_OPTION,
  ],
  examples: [
    { command: 'dejfa rules lint my-rules', means: 'check everything under a folder' },
    {
      command: 'dejfa rules lint --strict my-rules',
      means: 'for a pipeline that lets nothing doubtful through',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'every rule can be run',
    [EXIT.finding]: 'a rule cannot be run, or with --strict has a warning',
  },
  run: async (context, invocation) => {
    const [
      { formatDiagnostic },
      { loadSigma, neverFiring },
      { ruleRewriting },
      { namedRules },
      { knownSources },
      { lintNotes },
    ] = await Promise.all([
      import('@dejfa/diagnostics'),
      import('@dejfa/sigma'),
      import('./hunt-rules.ts'),
      import('./named-sources.ts'),
      import('./rules/known-sources.ts'),
      import('./rules/lint-notes.ts'),
    ]);
    const { stdout } = context;
    const sources = await namedRules(context, invocation.arguments);
    if (sources.length === 0)
      throw new UserError(
        `there are no rules in ${invocation.arguments.join(', ')}`,
        'rules end in .yml or .yaml',
      );
    const config = await commandConfig(context, invocation);
    const rewriting = await ruleRewriting(context, config, listOption(invocation, 'pipeline'));
    const { diagnostics: faults, counts } = loadSigma(sources, rewriting);
    const notes = lintNotes(sources, {
      sources: await knownSources(context),
      impossible: neverFiring(sources, rewriting),
    });
    const diagnostics = inOrder([...faults, ...notes], sources);
    const errors = countOf(diagnostics, 'error');
    const warnings = countOf(diagnostics, 'warning');
    const isJson = flagOption(invocation, 'json');
    for (const diagnostic of diagnostics)
      stdout.write(`${isJson ? JSON.stringify(diagnostic) : formatDiagnostic(diagnostic)}\n`);
    const summary = { files: sources.length, ...counts, errors, warnings };
    stdout.write(isJson ? `${JSON.stringify({ summary })}\n` : summaryText(summary));
    const isFinding = errors > 0 || (flagOption(invocation, 'strict') && warnings > 0);
    return isFinding ? EXIT.finding : EXIT.ok;
  },
};

/** File by file, and in each from its beginning. */
function inOrder(
  diagnostics: readonly Diagnostic[],
  sources: readonly { readonly path: string }[],
): readonly Diagnostic[] {
  const order = new Map(sources.map(({ path }, at) => [path, at]));
  const fileOf = ({ place }: Diagnostic) => order.get(place.file) ?? -1;
  return [...diagnostics].sort(
    (a, b) => fileOf(a) - fileOf(b) || a.place.line - b.place.line || a.place.column - b.place.column,
  );
}

function countOf(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

interface LintSummary {
  readonly files: number;
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly errors: number;
  readonly warnings: number;
}

function summaryText({ files, read, loaded, rejected, errors, warnings }: LintSummary): string {
  const [fileWord, ruleWord] = [files === 1 ? 'file' : 'files', read === 1 ? 'rule' : 'rules'];
  return `${read} ${ruleWord} in ${files} ${fileWord}: ${loaded} can be run, ${rejected} cannot; ${errors} errors, ${warnings} warnings\n`;
}
