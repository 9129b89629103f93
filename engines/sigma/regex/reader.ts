import type { RegexFlags } from '../ast/value-test.ts';

/** Why a pattern is refused: it is wrong, or it is outside of what the specification allows. */
export interface RegexProblem {
  readonly code: 'sigma.bad-regex' | 'sigma.unsupported-regex';
  readonly message: string;
  readonly help: string;
}

/** An expression that is not run; caught where expressions are checked and made a diagnostic. */
export class RegexError extends Error {
  readonly problem: RegexProblem;

  constructor(problem: RegexProblem) {
    super(problem.message);
    this.name = 'RegexError';
    this.problem = problem;
  }
}

/** Where the parser stands in a pattern; `flags` change with inline flags such as `(?i)`. */
export interface RegexReader {
  readonly source: string;
  at: number;
  flags: RegexFlags;
  depth: number;
}

/** The character `ahead` of the place; empty past the end. */
export function peek(reader: RegexReader, ahead = 0): string {
  return reader.source.charAt(reader.at + ahead);
}

/** Goes past `text` where it stands there; false, and no step, where not. */
export function take(reader: RegexReader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

/** Takes what a sticky expression matches here; null and no move when it does not. */
export function takeMatch(reader: RegexReader, expression: RegExp): RegExpExecArray | null {
  expression.lastIndex = reader.at;
  const found = expression.exec(reader.source);
  if (found !== null) reader.at += found[0].length;
  return found;
}

/** Throws {@link RegexError} `sigma.bad-regex`, with the place. */
export function malformed(reader: RegexReader, message: string): never {
  throw new RegexError({
    code: 'sigma.bad-regex',
    message: `${message} (character ${reader.at + 1} of the expression)`,
    help: 'Write the expression as PCRE; a plain special character needs a backslash before it.',
  });
}

/** Throws {@link RegexError} `sigma.unsupported-regex`. */
export function unsupported(what: string): never {
  throw new RegexError({
    code: 'sigma.unsupported-regex',
    message: `${what} cannot be run in linear time and is outside of the Sigma specification`,
    help: 'Use several conditions instead: one selection for what must be there, one filter for what must not.',
  });
}
