import { CompiledProgram } from '../engines/seclang/compile/program.ts';
import type { LoadedRules } from '../engines/seclang/index.ts';
import { toBytes } from '../engines/seclang/lexer/bytes.ts';
import type { RulePattern } from './pattern-worst.ts';

/** The distinct patterns of loaded rules, without those that hold macros. */
export function patternsOf({ program }: LoadedRules): readonly RulePattern[] {
  if (!(program instanceof CompiledProgram)) throw new TypeError('the program was not made by loadRules');
  const patterns = new Map<string, RulePattern>();
  for (const item of program.items) {
    if (item.kind !== 'chain') continue;
    for (const { operator } of item.links) {
      if (operator?.name.toLowerCase() !== 'rx' || operator.argument.includes('%{')) continue;
      const pattern = toBytes(operator.argument);
      if (!patterns.has(pattern)) patterns.set(pattern, { ruleId: item.id, pattern });
    }
  }
  return [...patterns.values()];
}
