import { checkedNumber, isRepeated } from './checked-number.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value holds a social security number of the United States: it matches the pattern and has 9
 * digits, neither in sequence nor all the same, with no area, group or serial of zeros, and an area below 740 that
 * is not 666.
 * Arguments: a pattern of what is checked.
 * Returns: true when there is one; TX.0 is the number.
 * Example: `SecRule ARGS "@verifySSN \d{3}-?\d{2}-?\d{4}" "id:1,phase:2,pass,nolog,sanitiseMatched"`.
 */
export const verifySSN: OperatorDefinition = (input) => checkedNumber(input, isSsn);

function isSsn(digits: readonly number[]): boolean {
  if (digits.length !== 9 || isRepeated(digits)) return false;
  const isSequence = digits.every((digit, at) => at === 0 || digit === ((digits[at - 1] ?? 0) + 1) % 10);
  const number = (from: number, to: number) => Number(digits.slice(from, to).join(''));
  const area = number(0, 3);
  if (isSequence || number(3, 5) === 0 || number(5, 9) === 0) return false;
  return area > 0 && area < 740 && area !== 666;
}
