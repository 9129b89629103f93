import type { CompiledRegex, RegexMatch, RegexOptions, RegexRefusal } from './api.ts';
import { type AutomatonMemory, SHARED_AUTOMATA } from './automaton-memory.ts';
import { Backtracker } from './backtracker.ts';
import { type ByteClasses, byteClassesOf } from './byte-classes.ts';
import { compileProgram } from './compile-program.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { LiveExtent } from './live-extent.ts';
import { LookAheads } from './look-aheads.ts';
import { measureProgram } from './measure-program.ts';
import { createMeter, type Meter, startMeter } from './meter.ts';
import { OnePass } from './one-pass.ts';
import { parsePattern } from './parse.ts';
import type { RegexProgram } from './program.ts';
import { ReverseDfa, type Window } from './reverse-dfa.ts';
import { PatternError } from './syntax.ts';

/** What changes how fast a pattern runs, and no answer. */
export interface RegexTuning {
  /** Where its automata are kept; unless told otherwise, with those of all others. */
  readonly memory?: AutomatonMemory;
  /** Length in bytes from which a subject is taken for a long one. */
  readonly longLength?: number;
}

/**
 * Compiles a pattern with PCRE's meaning (pcre2pattern(3), bytes instead of UTF, DOLLAR_ENDONLY).
 * What PCRE would not take, or what is not supported (recursion, conditions, verbs), is refused with its place.
 * Why the shield has engines of its own: docs/decisions/0004-regular-expressions.md.
 */
export function compileRegex(
  pattern: string,
  options: RegexOptions = {},
  tuning: RegexTuning = {},
): CompiledRegex | RegexRefusal {
  try {
    const syntax = parsePattern(pattern, options);
    const { irregular } = measureProgram(syntax);
    return new AutomatonRegex(() => compileProgram(syntax), !irregular, tuning);
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
  return new AutomatonRegex(() => compileProgram(parsePattern(pattern, options)), linear, {});
}

/**
 * Shorter subjects are read sooner than they are written out as bytes, and whole sooner than it is found what of them
 * matters.
 */
const LONG_LENGTH = 512;

/** Nothing is known of where matches are. */
const NO_WINDOW: Window = { firstEnd: -1, extent: Infinity };

/** What a pattern needs to run; made at its first use. */
interface Machine {
  readonly program: RegexProgram;
  readonly classes: ByteClasses;
  readonly forward: LazyDfa;
  /** Null where it was found that the pattern is none for it. */
  onePass: OnePass | null;
}

/**
 * The automaton says whether there is a match; where it says no, that is final. Only then do the reverse automaton and
 * the backtracker say where, and whether lookaround and the like hold. A class, because it makes these when it is first
 * asked, and they grow while they are used.
 */
class AutomatonRegex implements CompiledRegex {
  readonly kind = 'regex';
  readonly linear: boolean;
  readonly #memory: AutomatonMemory;
  readonly #longLength: number;
  readonly #ownMeter = createMeter(0);
  #make: (() => RegexProgram) | null;
  #made: Machine | null = null;
  #extent: LiveExtent | null = null;
  #reverse: ReverseDfa | null = null;
  #backtracker: Backtracker | null = null;
  /** The meter of the last search, and its steps before. */
  #meter: Meter = this.#ownMeter;
  #stepsBefore = 0;

  constructor(
    make: () => RegexProgram,
    linear: boolean,
    { memory = SHARED_AUTOMATA, longLength = LONG_LENGTH }: RegexTuning,
  ) {
    this.#make = make;
    this.linear = linear;
    this.#memory = memory;
    this.#longLength = longLength;
  }

  get lastSteps(): number {
    return this.#meter.steps - this.#stepsBefore;
  }

  test(text: string, meter?: Meter): boolean {
    const spent = this.#begin(text, meter);
    const { forward } = this.#machine();
    if (forward.firstEnd(text, spent) === -1) return false;
    return this.linear || this.#search(text, NO_WINDOW, spent) !== null;
  }

  exec(text: string, meter?: Meter): RegexMatch | null {
    const spent = this.#begin(text, meter);
    const machine = this.#machine();
    const match = machine.onePass?.search(text, spent);
    if (match !== undefined) return match;
    machine.onePass = null;
    // A short subject is read backwards as a whole, which tells whether there is a match, too.
    if (this.linear && text.length < this.#longLength) return this.#search(text, NO_WINDOW, spent);
    const firstEnd = machine.forward.firstEnd(text, spent);
    if (firstEnd === -1) return null;
    return this.#search(text, this.#window(text, firstEnd, spent), spent);
  }

  #begin(text: string, meter: Meter | undefined): Meter {
    if (meter === undefined) startMeter(this.#ownMeter, text.length);
    this.#meter = meter ?? this.#ownMeter;
    this.#stepsBefore = this.#meter.steps;
    return this.#meter;
  }

  #machine(): Machine {
    if (this.#made !== null) return this.#made;
    const program = this.#make?.();
    if (program === undefined) throw new TypeError('the program of a pattern was lost');
    // What it was made of is needed no more, and is larger than the program.
    this.#make = null;
    const classes = byteClassesOf(program);
    this.#made = {
      program,
      classes,
      forward: new LazyDfa(program, classes, { memory: this.#memory, longLength: this.#longLength }),
      onePass: OnePass.mayRun(program) ? new OnePass(program, classes, this.#memory) : null,
    };
    return this.#made;
  }

  /** The leftmost match begins no later than the one that ends first does. */
  #window(text: string, firstEnd: number, meter: Meter): Window {
    // What the automaton takes for a match may be none.
    if (!this.linear || text.length < this.#longLength) return NO_WINDOW;
    const { program, classes, forward } = this.#machine();
    this.#extent ??= new LiveExtent(program, classes, this.#memory);
    return { firstEnd, extent: this.#extent.find(text, { at: firstEnd, state: forward.lastState }, meter) };
  }

  #search(text: string, { firstEnd, extent }: Window, meter: Meter): RegexMatch | null {
    const { program, classes } = this.#machine();
    this.#reverse ??= new ReverseDfa(program, classes, { memory: this.#memory });
    const window = { firstEnd, extent: Math.min(extent, text.length) };
    const guide = this.#reverse.read(text, window, meter) ? this.#reverse : null;
    this.#backtracker ??= new Backtracker(program, new LookAheads(program, classes, this.#memory));
    return this.#backtracker.search({ text, meter, guide });
  }
}
