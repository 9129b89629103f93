import { checkedNumber, isRepeated, weightedSum } from './checked-number.ts';
import type { OperatorDefinition } from './operator.ts';

/** Weights of the second check digit; those of the first are all but the first of them. */
const WEIGHTS = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Description: the value holds a Brazilian CPF number: it matches the pattern, has 11 digits that are not all the
 * same, and both check digits are right (Receita Federal: sums by falling weights, modulo 11).
 * Arguments: a pattern of what is checked.
 * Returns: true when there is one; TX.0 is the number.
 * Example: `SecRule ARGS "@verifyCPF ^([0-9]{3}\.){2}[0-9]{3}-[0-9]{2}$"
 * "id:1,phase:2,pass,nolog,sanitiseMatched"`.
 */
export const verifyCPF: OperatorDefinition = (input) => checkedNumber(input, isCpf);

function isCpf(digits: readonly number[]): boolean {
  if (digits.length !== 11 || isRepeated(digits)) return false;
  return digits[9] === checkDigit(digits, WEIGHTS.slice(1)) && digits[10] === checkDigit(digits, WEIGHTS);
}

function checkDigit(digits: readonly number[], weights: readonly number[]): number {
  const rest = weightedSum(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}
