import { createLiteralSet, type LiteralSet } from '@dejfa/match';
import { decodeHexBars } from './hex-bars.ts';
import type { Operator, OperatorDefinition } from './operator.ts';

/**
 * An operator that looks for many phrases, none of them empty, at once, without regard to the case of ASCII letters.
 * What it looks with is made at its first use: a long list takes megabytes, and most lists are never asked, because the
 * prefilter knows the phrases.
 */
export function phraseOperator(phrases: readonly string[]): Operator {
  let made: LiteralSet | null = null;
  const find = (value: string) => {
    made ??= createLiteralSet(phrases, { ignoreCase: true });
    return made.findFirst(value);
  };
  return {
    kind: 'operator',
    literals: phrases,
    test: (value) => find(value) !== null,
    locate: (value) => {
      const found = find(value);
      if (found === null) return null;
      const { index, length } = found;
      return { index, length, captures: [value.slice(index, index + length)] };
    },
  };
}

/**
 * Description: one of the phrases occurs in the value, in any case. Arguments: phrases between white space; bytes
 * may be written in hexadecimal between bars, as in Snort: `A|42 43|D`.
 * Returns: true when one does; TX.0 is the phrase as it stands in the value.
 * Example: `SecRule REQUEST_HEADERS:User-Agent "@pm nikto sqlmap" "id:1,deny"`.
 */
export const pm: OperatorDefinition = ({ argument }) => {
  const phrases = decodeHexBars(argument)
    .split(/[ \t\n]+/)
    .filter((phrase) => phrase !== '');
  if (phrases.length === 0) {
    return { kind: 'refused', message: '@pm needs at least one phrase', help: 'name the phrases after @pm' };
  }
  return phraseOperator(phrases);
};
