import type { OperatorDefinition } from './operator.ts';

/**
 * Description: matches every value.
 * Arguments: none.
 * Returns: true.
 * Example: `SecRule ARGS:x "@unconditionalMatch" "id:1,pass"`.
 */
export const unconditionalMatch: OperatorDefinition = () => ({ kind: 'operator', test: () => true });

/**
 * Description: matches no value.
 * Arguments: none.
 * Returns: false.
 * Example: `SecRule ARGS:x "@noMatch" "id:1,deny"`.
 */
export const noMatch: OperatorDefinition = () => ({ kind: 'operator', test: () => false });
