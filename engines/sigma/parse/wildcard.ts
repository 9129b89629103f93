import { joinTokens, type Pattern, type PatternToken, textPattern } from '../ast/pattern.ts';

/**
 * Reads a value with its wildcards and escapes (rules specification, "Escaping"): `*` and `?` are wildcards; a
 * backslash makes a following `*`, `?` or backslash plain and is itself plain before anything else. So `\\*` is a
 * backslash and a wildcard, `\\\*` a backslash and a star, and three or four backslashes are two.
 */
export function parseWildcards(value: string): Pattern {
  if (!/[*?\\]/.test(value)) return textPattern(value);
  const tokens: PatternToken[] = [];
  let text = '';
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    const next = value.charAt(index + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      tokens.push({ kind: 'text', text }, { kind: character === '*' ? 'star' : 'one' });
      text = '';
    } else text += character;
  }
  tokens.push({ kind: 'text', text });
  return joinTokens(tokens);
}
