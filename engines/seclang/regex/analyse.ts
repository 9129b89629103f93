import type { RegexOptions, RegexRefusal } from './api.ts';
import { measureProgram } from './measure-program.ts';
import { parsePattern } from './parse.ts';
import { type RequiredBytes, requiredBytes } from './required-bytes.ts';
import { frequencyOf, type RequiredLiteral, requiredLiterals } from './required-literals.ts';
import { PatternError } from './syntax.ts';

/** What can be said of a pattern without running it. Plain data, so that it can be kept with the rules' hash. */
export interface PatternAnalysis {
  readonly kind: 'analysed';
  /** Each match holds at least one of these, in any case; null where no useful ones are known. */
  readonly literals: readonly RequiredLiteral[] | null;
  /** Each match holds at least so many of these bytes; null where literals or nothing tell more. */
  readonly bytes: RequiredBytes | null;
  /** As in `CompiledRegex`. */
  readonly linear: boolean;
}

/** Literals that are found less often per byte than this need no second filter. */
const RARE = 0.0002;

/** Reads a pattern and says what its matches must hold, or why it is refused. Does not compile it. */
export function analysePattern(source: string, options: RegexOptions = {}): PatternAnalysis | RegexRefusal {
  try {
    const syntax = parsePattern(source, options);
    const { irregular } = measureProgram(syntax);
    const literals = requiredLiterals(syntax.root);
    const isRare = literals !== null && frequencyOf(literals) < RARE;
    return {
      kind: 'analysed',
      literals,
      bytes: isRare ? null : requiredBytes(syntax.root),
      linear: !irregular,
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { kind: 'refused', reason: error.message, offset: error.offset };
  }
}
