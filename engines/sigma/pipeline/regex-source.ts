import { DASHES, type OpenToken, type PatternOf } from '../ast/pattern.ts';

/**
 * A regular expression that matches what the pattern matches, whole values only; with `bothCases` letters are written
 * as `[aA]`. Null where a placeholder is open.
 */
export function regexSource(pattern: PatternOf<OpenToken>, bothCases: boolean): string | null {
  let source = '';
  for (const token of pattern.tokens) {
    if (token.kind === 'placeholder') return null;
    if (token.kind === 'star') source += '.*';
    else if (token.kind === 'one') source += '.';
    else if (token.kind === 'dash') source += `[${DASHES.replace('-', '\\-')}]`;
    else source += [...token.text].map((character) => escaped(character, bothCases)).join('');
  }
  return `\\A${source}\\z`;
}

function escaped(character: string, bothCases: boolean): string {
  if (bothCases && /[A-Za-z]/.test(character))
    return `[${character.toLowerCase()}${character.toUpperCase()}]`;
  return /[\w\s]/.test(character) || character > '\u007f' ? character : `\\${character}`;
}
