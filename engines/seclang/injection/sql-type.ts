/**
 * Types of tokens, one bit each so that a set of them is their sum. The letters are those of the fingerprints:
 * `k` keyword, `U` union, `B` group by and the like, `E` begin of an expression (select), `t` data type,
 * `f` function, `n` bare word, `1` number, `v` variable, `s` string, `o` operator, `&` logical operator,
 * `c` comment, `A` collate, `T` Transact-SQL, `(` `)` `{` `}` `.` `,` `:` `;` `\` themselves,
 * `?` other, `X` what no reading of it agrees about.
 */
const LETTERS = 'kUBEtfn1vso&cAT(){}.,:;\\?X';

/** The types by name; each is one of the letters above. */
export const KEYWORD = bitOf('k');
export const UNION = bitOf('U');
export const GROUP = bitOf('B');
export const EXPRESSION = bitOf('E');
export const DATA_TYPE = bitOf('t');
export const FUNCTION = bitOf('f');
export const BARE_WORD = bitOf('n');
export const NUMBER = bitOf('1');
export const VARIABLE = bitOf('v');
export const STRING = bitOf('s');
export const OPERATOR = bitOf('o');
export const LOGIC = bitOf('&');
export const COMMENT = bitOf('c');
export const COLLATE = bitOf('A');
export const TRANSACT = bitOf('T');
export const OPENING = bitOf('(');
export const CLOSING = bitOf(')');
export const OPENING_BRACE = bitOf('{');
export const CLOSING_BRACE = bitOf('}');
export const POINT = bitOf('.');
export const COMMA = bitOf(',');
export const SEMICOLON = bitOf(';');
export const BACKSLASH = bitOf('\\');
export const OTHER = bitOf('?');
export const EVIL = bitOf('X');

/** The type that a letter of a fingerprint stands for; 0 where it stands for none. */
export function bitOf(letter: string): number {
  const at = LETTERS.indexOf(letter);
  return at === -1 ? 0 : 1 << at;
}

/** The letter of a type. */
export function letterOf(type: number): string {
  return LETTERS.charAt(31 - Math.clz32(type));
}

/** Numbers of the letters from 1 up; the cases of a letter share one, as fingerprints are compared without case. */
const PLACES = Uint8Array.from(LETTERS, (letter, at) => {
  const first = [...LETTERS].findIndex((other) => other.toUpperCase() === letter.toUpperCase());
  return Math.min(first, at) + 1;
});

/** A fingerprint with one more type behind it: five bits each, so that at most six fit. */
export function appendType(fingerprint: number, type: number): number {
  return (fingerprint << 5) | (PLACES[31 - Math.clz32(type)] ?? 0);
}

/** The fingerprint of at most six types, given as letters in either case. */
export function packTypes(letters: string): number {
  return [...letters].reduce(
    (sum, letter) =>
      appendType(sum, bitOf(letter) || bitOf(letter.toLowerCase()) || bitOf(letter.toUpperCase())),
    0,
  );
}
