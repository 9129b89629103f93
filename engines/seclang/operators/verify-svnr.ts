import { checkedNumber, weightedSum } from './checked-number.ts';
import type { OperatorDefinition } from './operator.ts';

/** Weights of the digits; the fourth is the check digit itself. */
const WEIGHTS = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];

/**
 * Description: the value holds an Austrian social insurance number: it matches the pattern, has 10 digits, does not
 * begin with 0, and its check digit is right (Dachverband der Sozialversicherungsträger: weighted sum modulo 11).
 * Arguments: a pattern of what is checked.
 * Returns: true when there is one; TX.0 is the number.
 * Example: `SecRule ARGS "@verifySVNR [0-9]{4} ?[0-9]{6}" "id:1,phase:2,pass,nolog,sanitiseMatched"`.
 */
export const verifySVNR: OperatorDefinition = (input) => checkedNumber(input, isSvnr);

function isSvnr(digits: readonly number[]): boolean {
  if (digits.length !== 10 || digits[0] === 0) return false;
  return weightedSum(digits, WEIGHTS) % 11 === digits[3];
}
