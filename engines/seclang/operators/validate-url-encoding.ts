import type { OperatorDefinition } from './operator.ts';

/** A percent sign without two hexadecimal digits behind it (RFC 3986 §2.1). */
const BROKEN = /%(?![0-9a-fA-F]{2})/;

/**
 * Description: the value has a `%` that no two hexadecimal digits follow.
 * Arguments: none.
 * Returns: true when it has.
 * Example: `SecRule REQUEST_URI_RAW "@validateUrlEncoding" "id:1,deny"`.
 */
export const validateUrlEncoding: OperatorDefinition = () => ({
  kind: 'operator',
  literals: ['%'],
  test: (value) => BROKEN.test(value),
  locate: (value) => {
    const index = value.search(BROKEN);
    return { index, length: 1, captures: [value.slice(index, index + 3)] };
  },
});
