/** Which bytes belong to a set: entry `b` is 1 where byte `b` does. */
export type Members = Uint8Array;

/** A table of the 256 latin1 characters: 1 where `chars` has it. */
export function membersOf(chars: string): Members {
  const members = new Uint8Array(256);
  for (const char of chars) members[char.charCodeAt(0)] = 1;
  return members;
}

/** First offset from `from` whose byte is not in `members`. */
export function skipMembers(text: string, from: number, members: Members): number {
  let at = from;
  while (at < text.length && members[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** First offset from `from` whose byte is in `stops`, or the end. */
export function findStop(text: string, from: number, stops: Members): number {
  let at = from;
  while (at < text.length && stops[text.charCodeAt(at)] === 0) at += 1;
  return at;
}

const SPACES = membersOf(' \t\n\v\f\r\xa0\0');

/** White space inside SQL; NUL and the no-break space of latin1 count. Takes NaN (past the end). */
export function isSqlSpace(code: number): boolean {
  return SPACES[code] === 1;
}
