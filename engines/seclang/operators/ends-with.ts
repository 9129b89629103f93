import type { OperatorDefinition } from './operator.ts';
import { requiredText } from './required-text.ts';

/**
 * Description: the value ends with the argument.
 * Arguments: text with macros.
 * Returns: true when it does.
 * Example: `SecRule REQUEST_FILENAME "@endsWith .sql" "id:1,deny"`.
 */
export const endsWith: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  ...requiredText(text),
  test: (value, scope) => value.endsWith(text.expand(scope)),
  locate: (value, scope) => {
    const ending = text.expand(scope);
    return { index: value.length - ending.length, length: ending.length, captures: [ending] };
  },
});
