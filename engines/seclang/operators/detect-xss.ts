import { detectXss, XSS_BYTES } from '../injection/index.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value is HTML that runs script in one of the contexts that browsers have. Arguments: none.
 * Returns: true when it is; TX.0 is the value. Example: `SecRule ARGS "@detectXSS" "id:1,capture,deny"`.
 */
export const detectXSS: OperatorDefinition = () => ({
  kind: 'operator',
  bytes: { set: XSS_BYTES, atLeast: 1 },
  test: detectXss,
  locate: (value) => ({ index: 0, length: value.length, captures: [value] }),
});
