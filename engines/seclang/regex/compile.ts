import type { CompiledRegex, RegexMatch, RegexOptions, RegexRefusal } from './api.ts';
import { Backtracker } from './backtracker.ts';
import type { ByteSet } from './byte-set.ts';
import { compileProgram } from './compile-program.ts';
import { firstBytes } from './first-bytes.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { measureProgram } from './measure-program.ts';
import { type Meter, startMeter } from './meter.ts';
import { parsePattern } from './parse.ts';
import type { RegexProgram } from './program.ts';
import { PatternError } from './syntax.ts';

/**
 * Compiles a pattern with PCRE's meaning (pcre2pattern(3), bytes instead of UTF, DOLLAR_ENDONLY).
 * What PCRE would not take, or what is not supported (recursion, conditions, verbs), is refused with its place.
 * Why the shield has engines of its own: docs/decisions/0004-regular-expressions.md.
 */
export function compileRegex(pattern: string, options: RegexOptions = {}): CompiledRegex | RegexRefusal {
  try {
    const syntax = parsePattern(pattern, options);
    const { irregular } = measureProgram(syntax);
    return new AutomatonRegex(() => compileProgram(syntax), !irregular);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { kind: 'refused', reason: error.message, offset: error.offset };
  }
}

/**
 * A pattern that `analysePattern` took, with what it said of `linear`. It is not even parsed before its first use,
 * since most patterns of a rule set are never asked.
 */
export function lazyRegex(
  pattern: string,
  { linear }: { readonly linear: boolean },
  options: RegexOptions = {},
): CompiledRegex {
  return new AutomatonRegex(() => compileProgram(parsePattern(pattern, options)), linear);
}

/**
 * The automaton says whether there is a match; where it says no, that is final. Only then does the backtracker say
 * where, and whether lookaround and the like hold. A class, because the automaton grows while it is used.
 */
class AutomatonRegex implements CompiledRegex {
  readonly kind = 'regex';
  readonly linear: boolean;
  #make: (() => RegexProgram) | null;
  #made: RegexProgram | null = null;
  readonly #meter: Meter = { steps: 0, limit: 0 };
  #automaton: LazyDfa | null = null;
  /** Undefined until the backtracker is first needed. */
  #first: ByteSet | null | undefined;

  constructor(make: () => RegexProgram, linear: boolean) {
    this.#make = make;
    this.linear = linear;
  }

  get lastSteps(): number {
    return this.#meter.steps;
  }

  test(text: string): boolean {
    if (!this.#mayMatch(text)) return false;
    return this.linear || this.#search(text) !== null;
  }

  exec(text: string): RegexMatch | null {
    if (!this.#mayMatch(text)) return null;
    return this.#search(text);
  }

  get #program(): RegexProgram {
    this.#made ??= this.#make?.() ?? null;
    // What it was made of is needed no more, and is larger than the program.
    this.#make = null;
    if (this.#made === null) throw new TypeError('the program of a pattern was lost');
    return this.#made;
  }

  #search(text: string): RegexMatch | null {
    if (this.#first === undefined) this.#first = firstBytes(this.#program);
    return new Backtracker(this.#program, text, this.#meter).search(this.#first);
  }

  #mayMatch(text: string): boolean {
    startMeter(this.#meter, text.length);
    this.#automaton ??= new LazyDfa(this.#program);
    return this.#automaton.test(text, this.#meter);
  }
}
