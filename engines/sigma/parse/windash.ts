import { DASHES, joinTokens, type OpenToken, type PatternOf } from '../ast/pattern.ts';

/** Spellings that an encoded value may have: five to the power of its dashes. */
const SPELLING_LIMIT = 3125;

/**
 * Every dash or slash of a text becomes a token that any of them matches: all permutations that `windash` asks for
 * (modifiers appendix 2.1.0, "String Modifiers") without listing them.
 */
export function dashTokens(text: string): readonly OpenToken[] {
  return [...text].map((character) =>
    DASHES.includes(character) ? { kind: 'dash' } : { kind: 'text', text: character },
  );
}

/** The permutations written out, for modifiers that encode; null when they are more than 3,125. */
export function spellDashes(pattern: PatternOf<OpenToken>): readonly PatternOf<OpenToken>[] | null {
  let runs: readonly (readonly OpenToken[])[] = [[]];
  for (const token of pattern.tokens) {
    const forms =
      token.kind === 'dash' ? [...DASHES].map((text) => ({ kind: 'text', text }) as const) : [token];
    if (runs.length * forms.length > SPELLING_LIMIT) return null;
    runs = runs.flatMap((run) => forms.map((form) => [...run, form]));
  }
  return runs.map(joinTokens);
}
