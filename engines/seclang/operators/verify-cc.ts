import { checkedNumber } from './checked-number.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value holds a number of a payment card: it matches the pattern, and its check digit is right
 * (ISO/IEC 7812-1, annex B: the Luhn algorithm).
 * Arguments: a pattern of what is checked.
 * Returns: true when there is one; TX.0 is the number.
 * Example: `SecRule ARGS "@verifyCC \d{13,16}" "id:1,phase:2,pass,nolog,capture,sanitiseMatchedBytes"`.
 */
export const verifyCC: OperatorDefinition = (input) => checkedNumber(input, passesLuhn);

function passesLuhn(digits: readonly number[]): boolean {
  let sum = 0;
  digits.toReversed().forEach((digit, at) => {
    const part = at % 2 === 1 ? digit * 2 : digit;
    sum += part > 9 ? part - 9 : part;
  });
  return digits.length > 1 && sum % 10 === 0;
}
