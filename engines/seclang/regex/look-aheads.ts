import type { AutomatonMemory } from './automaton-memory.ts';
import type { ByteClasses } from './byte-classes.ts';
import type { Meter } from './meter.ts';
import {
  ACCEPT,
  ASSERT,
  ASSERTIONS,
  ATOMIC,
  BACKREFERENCE,
  LOOK,
  PROGRESS,
  type RegexProgram,
  SAVE,
  SPAN,
} from './program.ts';
import { ReverseDfa } from './reverse-dfa.ts';

const LAST_LINE_FEED = ASSERTIONS.indexOf('text-end-or-last-line-feed');
/** Of these, an automaton knows only what is nearly true. */
const INEXACT: ReadonlySet<number> = new Set([SPAN, ATOMIC, LOOK, BACKREFERENCE, PROGRESS]);

/** What is known of one lookahead body. */
interface Body {
  readonly automaton: ReverseDfa;
  /** It captures nothing, so that it need not be run when it holds. */
  readonly isSilent: boolean;
  /** Whether the automaton has read the present subject; null when it could not. */
  isRead: boolean | null;
}

/**
 * Where in a subject the bodies of lookaheads match, found by one reading backwards for each, so that a lookahead that
 * is asked at every place does not read on to the end each time. A class, because it owns their automata.
 */
export class LookAheads {
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #memory: AutomatonMemory;
  /** By the body's first instruction; null for bodies that no automaton decides. */
  readonly #bodies = new Map<number, Body | null>();

  constructor(program: RegexProgram, classes: ByteClasses, memory: AutomatonMemory) {
    this.#program = program;
    this.#classes = classes;
    this.#memory = memory;
  }

  /** Forgets what was read: there is another subject. */
  begin(): void {
    if (this.#bodies.size === 0) return;
    for (const body of this.#bodies.values()) if (body !== null) body.isRead = false;
  }

  /**
   * Whether the body that begins with the instruction matches at the offset; null where that has to be tried, because
   * it is not known, or because it matches and captures.
   */
  matches(
    start: number,
    { text, at }: { readonly text: string; readonly at: number },
    meter: Meter,
  ): boolean | null {
    let body = this.#bodies.get(start);
    if (body === undefined) {
      body = this.#make(start);
      this.#bodies.set(start, body);
    }
    if (body === null || body.isRead === null) return null;
    if (!body.isRead) {
      const isRead = body.automaton.read(text, { firstEnd: -1, extent: text.length }, meter);
      body.isRead = isRead ? true : null;
      if (!isRead) return null;
    }
    const isFound = body.automaton.mayReach(start, at);
    return isFound && !body.isSilent ? null : isFound;
  }

  #make(start: number): Body | null {
    const { op, x } = this.#program;
    let isSilent = true;
    let end = start;
    for (; op[end] !== ACCEPT; end += 1) {
      const kind = op[end] ?? ACCEPT;
      if (INEXACT.has(kind) || (kind === ASSERT && x[end] === LAST_LINE_FEED)) return null;
      if (kind === SAVE) isSilent = false;
    }
    const automaton = new ReverseDfa(this.#program, this.#classes, { memory: this.#memory, end });
    return { automaton, isSilent, isRead: false };
  }
}
