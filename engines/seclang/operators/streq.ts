import type { OperatorDefinition } from './operator.ts';
import { requiredText } from './required-text.ts';

/**
 * Description: the value is the argument.
 * Arguments: text with macros.
 * Returns: true when both are equal, byte by byte.
 * Example: `SecRule REQUEST_METHOD "@streq PUT" "id:1,log"`.
 */
export const streq: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  ...requiredText(text),
  test: (value, scope) => value === text.expand(scope),
  locate: (value) => ({ index: 0, length: value.length, captures: [value] }),
});
