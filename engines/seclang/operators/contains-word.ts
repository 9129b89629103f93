import type { OperatorDefinition } from './operator.ts';
import { requiredText } from './required-text.ts';

/**
 * Description: the argument occurs in the value with no ASCII letter, digit or `_` on either side.
 * Arguments: text with macros.
 * Returns: true when it does.
 * Example: `SecRule ARGS "@containsWord select" "id:1,log"`.
 */
export const containsWord: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  ...requiredText(text),
  test: (value, scope) => indexOfWord(value, text.expand(scope)) !== -1,
  locate: (value, scope) => {
    const word = text.expand(scope);
    return { index: indexOfWord(value, word), length: word.length, captures: [word] };
  },
});

function indexOfWord(value: string, word: string): number {
  if (word === '') return 0;
  for (let at = value.indexOf(word); at !== -1; at = value.indexOf(word, at + 1)) {
    const isWord = /\w/.test(value.charAt(at - 1)) || /\w/.test(value.charAt(at + word.length));
    if (!isWord) return at;
  }
  return -1;
}
