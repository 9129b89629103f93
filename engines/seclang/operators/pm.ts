import { createLiteralSet } from '@dejfa/match';
import type { Operator, OperatorDefinition } from './operator.ts';

/** An operator that looks for many phrases at once, without regard to the case of ASCII letters. */
export function phraseOperator(phrases: readonly string[]): Operator {
  const set = createLiteralSet(phrases, { ignoreCase: true });
  return {
    kind: 'operator',
    literals: phrases,
    test: (value) => set.findFirst(value) !== null,
    locate: (value) => {
      const found = set.findFirst(value);
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
  const phrases = decodeBars(argument)
    .split(/[ \t\n]+/)
    .filter((phrase) => phrase !== '');
  if (phrases.length === 0) {
    return { kind: 'refused', message: '@pm needs at least one phrase', help: 'name the phrases after @pm' };
  }
  return phraseOperator(phrases);
};

function decodeBars(text: string): string {
  return text.replace(/\|((?:[0-9a-fA-F]{2} ?)+)\|/g, (_whole, digits: string) =>
    Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1'),
  );
}
