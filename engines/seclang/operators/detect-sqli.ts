import { detectSqli, SQLI_BYTES } from '../injection/index.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value is an SQL injection by its token fingerprint. Arguments: none.
 * Returns: true when it is; TX.0 is the fingerprint. Example: `SecRule ARGS "@detectSQLi" "id:1,capture,deny"`.
 */
export const detectSQLi: OperatorDefinition = () => {
  // A value is asked for its fingerprint right after it was found to be one.
  let found = { value: '', fingerprint: '' };
  const isSqli = (value: string): boolean => {
    const verdict = detectSqli(value);
    if (verdict.isSqli) found = { value, fingerprint: verdict.fingerprint };
    return verdict.isSqli;
  };
  return {
    kind: 'operator',
    bytes: { set: SQLI_BYTES, atLeast: 1 },
    test: isSqli,
    locate: (value) => {
      const isKnown = found.value === value || isSqli(value);
      return { index: 0, length: value.length, captures: [isKnown ? found.fingerprint : ''] };
    },
  };
};
