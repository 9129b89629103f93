import type { OperatorDefinition } from './operator.ts';
import { requiredText } from './required-text.ts';

/**
 * Description: the argument occurs in the value.
 * Arguments: text with macros.
 * Returns: true when it does; an empty argument always does.
 * Example: `SecRule REQUEST_LINE "@contains .php" "id:1,log"`. `@strmatch` is the same.
 */
export const contains: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  ...requiredText(text),
  test: (value, scope) => value.includes(text.expand(scope)),
  locate: (value, scope) => {
    const wanted = text.expand(scope);
    return { index: value.indexOf(wanted), length: wanted.length, captures: [wanted] };
  },
});
