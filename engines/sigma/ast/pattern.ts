/**
 * A string value of a rule, read with its wildcards and escapes (Sigma rules specification, "String Wildcard" and
 * "Escaping"), as a sequence of tokens. Adjacent text tokens do not occur.
 */
export type Pattern = PatternOf<PatternToken>;

/** A sequence of tokens; those of a rule that is still being read may have placeholders among them. */
export interface PatternOf<Token> {
  readonly tokens: readonly Token[];
}

/** `star`: any run of characters, none included; `one`: exactly one code point; `dash`: one of {@link DASHES}. */
export type PatternToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'one' }
  | { readonly kind: 'dash' };

/** A token of a rule whose placeholders are not all filled yet. */
export type OpenToken = PatternToken | PlaceholderToken;

/** `%name%` under the modifier `expand` (rules specification, "Placeholders"); `at`: offset of the value in the source. */
export interface PlaceholderToken {
  readonly kind: 'placeholder';
  readonly name: string;
  readonly at: number;
}

/** What `windash` treats alike: hyphen, slash, en dash, em dash, horizontal bar (modifiers appendix 2.1.0). */
export const DASHES = '-/\u2013\u2014\u2015';

const STAR = { kind: 'star' } as const;

/** A pattern without wildcards. */
export function textPattern(text: string): Pattern {
  return { tokens: text === '' ? [] : [{ kind: 'text', text }] };
}

/** The text of a pattern without wildcards; null where it has one. */
export function plainText(pattern: PatternOf<OpenToken>): string | null {
  const [first, second] = pattern.tokens;
  if (first === undefined) return '';
  return second === undefined && first.kind === 'text' ? first.text : null;
}

/** Adds wildcards at the ends that are named, where there is none yet. */
export function widen<Token extends OpenToken>(
  pattern: PatternOf<Token>,
  ends: { readonly start: boolean; readonly end: boolean },
): PatternOf<Token | typeof STAR> {
  const tokens: (Token | typeof STAR)[] = [...pattern.tokens];
  if (ends.start && tokens[0]?.kind !== 'star') tokens.unshift(STAR);
  if (ends.end && (tokens.length === 0 || tokens.at(-1)?.kind !== 'star')) tokens.push(STAR);
  return { tokens };
}

type TextToken = Extract<PatternToken, { kind: 'text' }>;

/** Joins neighbouring text tokens and drops empty ones and doubled stars. */
export function joinTokens<Token extends OpenToken>(tokens: readonly Token[]): PatternOf<Token | TextToken> {
  const joined: (Token | TextToken)[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.kind === 'text') {
      if (token.text === '') continue;
      if (last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: last.text + token.text };
      else joined.push(token);
    } else if (token.kind !== 'star' || last?.kind !== 'star') joined.push(token);
  }
  return { tokens: joined };
}
