import type { OperatorDefinition } from './operator.ts';
import { requiredText } from './required-text.ts';

/**
 * Description: the value begins with the argument.
 * Arguments: text with macros.
 * Returns: true when it does.
 * Example: `SecRule REQUEST_URI "@beginsWith /admin" "id:1,log"`.
 */
export const beginsWith: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  ...requiredText(text),
  test: (value, scope) => value.startsWith(text.expand(scope)),
  locate: (_value, scope) => {
    const beginning = text.expand(scope);
    return { index: 0, length: beginning.length, captures: [beginning] };
  },
});
