import { type Diagnostic, formatDiagnostic } from '@dejfa/diagnostics';
import type { CommandContext } from '../context.ts';
import type { RuleFacts } from './task.ts';

/** Faults in rules that are named one by one; the others are counted. */
const FAULTS_NAMED = 20;

const EXCLUSIONS_NAMED = 5;

/** Rules that are not run are said before the hunt, the first of them one by one. */
export function reportFaults(context: CommandContext, found: readonly Diagnostic[], facts: RuleFacts): void {
  const refused = facts.diagnostics.filter(({ severity }) => severity === 'error');
  const named = [...found, ...refused.slice(0, FAULTS_NAMED)];
  for (const diagnostic of named) context.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  const more = refused.length - FAULTS_NAMED;
  if (more > 0) context.stderr.write(`and ${more} more faults in rules: dejfa rules lint shows all\n`);
}

/** What was to be left out and is not there was perhaps misspelt, and its rule still reports. */
export function reportUnexcluded(
  { stderr }: CommandContext,
  excluded: readonly string[],
  { disabled }: Pick<RuleFacts, 'disabled'>,
): void {
  const left = excluded.filter((id) => !disabled.includes(id));
  if (left.length === 0) return;
  const named = left.slice(0, EXCLUSIONS_NAMED).join(', ');
  const more = left.length > EXCLUSIONS_NAMED ? ` and ${left.length - EXCLUSIONS_NAMED} more` : '';
  stderr.write(`dejfa: --exclude: no rule that is loaded has the id ${named}${more}\n`);
}
