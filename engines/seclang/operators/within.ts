import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value occurs inside the argument (the reverse of `contains`).
 * Arguments: text with macros.
 * Returns: true when it does; an empty value always does.
 * Example: `SecRule REQUEST_METHOD "!@within %{tx.allowed_methods}" "id:1,deny"`.
 */
export const within: OperatorDefinition = ({ text }) => ({
  kind: 'operator',
  test: (value, scope) => text.expand(scope).includes(value),
  locate: (value) => ({ index: 0, length: value.length, captures: [value] }),
});
