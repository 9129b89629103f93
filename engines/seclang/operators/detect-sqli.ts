import { detectSqli, SQLI_BYTES } from '../injection/index.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value is an SQL injection by its token fingerprint. Arguments: none.
 * Returns: true when it is; TX.0 is the fingerprint. Example: `SecRule ARGS "@detectSQLi" "id:1,capture,deny"`.
 */
export const detectSQLi: OperatorDefinition = () => ({
  kind: 'operator',
  bytes: { set: SQLI_BYTES, atLeast: 1 },
  test: (value) => detectSqli(value).isSqli,
  locate: (value) => ({ index: 0, length: value.length, captures: [detectSqli(value).fingerprint] }),
});
