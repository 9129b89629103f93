import type { RegexTest } from '../ast/value-test.ts';
import { parseRegex } from './parse.ts';
import { compileProgram } from './program.ts';
import { RegexError, type RegexProblem } from './reader.ts';

/** Why an expression cannot be run, or null when it can. */
export function checkRegex(test: Pick<RegexTest, 'source' | 'flags'>): RegexProblem | null {
  try {
    compileProgram(parseRegex(test));
    return null;
  } catch (error) {
    if (error instanceof RegexError) return error.problem;
    throw error;
  }
}
