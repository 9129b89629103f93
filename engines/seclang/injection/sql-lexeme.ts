import type { SqlToken } from './sql-token.ts';

/** What a reader found: a token (null for white space) and the offset behind it. */
export interface SqlLexeme {
  readonly token: SqlToken | null;
  readonly end: number;
}

/** Reads one lexeme of `text` at `at`; never looks at what stands before. */
export type SqlReader = (text: string, at: number) => SqlLexeme;

/** Which bytes belong to a set: entry `b` is 1 where byte `b` does. */
export type Members = Uint8Array;

/** A table of the 256 latin1 characters: 1 where `chars` has it. */
export function membersOf(chars: string): Members {
  const members = new Uint8Array(256);
  for (const char of chars) members[char.charCodeAt(0) & 0xff] = 1;
  return members;
}

/** First offset from `from` whose byte is not in `members`. */
export function skipMembers(text: string, from: number, members: Members): number {
  let at = from;
  while (at < text.length && members[text.charCodeAt(at) & 0xff] === 1) at += 1;
  return at;
}

/** First offset from `from` whose byte is in `stops`, or the end. */
export function findStop(text: string, from: number, stops: Members): number {
  let at = from;
  while (at < text.length && stops[text.charCodeAt(at) & 0xff] !== 1) at += 1;
  return at;
}

/** White space inside SQL; NUL and the no-break space of latin1 count. */
export function isSqlSpace(char: string): boolean {
  return char !== '' && ' \t\n\v\f\r\u00a0\0'.includes(char);
}
