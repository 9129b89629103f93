import type { MacroScope } from '../compile/macro.ts';
import { compileRegex } from '../regex/index.ts';
import type { Operator, OperatorInput, OperatorMatch, OperatorRefusal } from './operator.ts';

/** Most stretches of one value that are checked; a value with more is undetermined. */
const CANDIDATE_LIMIT = 1000;

/** An operator that looks for a pattern and matches where what it finds passes a check (`@verifyCC` and its kin). */
export function checkedNumber(
  { argument }: OperatorInput,
  passes: (digits: readonly number[]) => boolean,
): Operator | OperatorRefusal {
  const pattern = /^\/(.*)\/$/s.exec(argument)?.[1] ?? argument;
  const regex = compileRegex(pattern, { dotAll: true });
  if (regex.kind === 'refused') {
    return {
      kind: 'refused',
      message: `the pattern is not supported: ${regex.reason}`,
      offset: regex.offset,
    };
  }
  if (regex.test('')) {
    return {
      kind: 'refused',
      message: 'the pattern finds the empty text',
      help: 'say what a number looks like, for example \\d{13,16}',
    };
  }
  const find = (value: string, { meter }: MacroScope): OperatorMatch | null => {
    let rest = value;
    for (let looked = 0; looked < CANDIDATE_LIMIT; looked += 1) {
      const match = regex.exec(rest, meter);
      if (match === null) return null;
      const found = match.groups[0] ?? '';
      if (passes(digitsOf(found))) {
        return {
          index: value.length - rest.length + match.index,
          length: found.length,
          captures: match.groups,
        };
      }
      if (found === '') return null;
      // The first byte is blotted out, so that ^ does not match anew and the next search begins behind it.
      rest = `\0${rest.slice(match.index + 1)}`;
    }
    throw new RangeError(`more than ${CANDIDATE_LIMIT} numbers to check in one value`);
  };
  return { kind: 'operator', test: (value, scope) => find(value, scope) !== null, locate: find };
}

function digitsOf(text: string): readonly number[] {
  return (text.match(/[0-9]/g) ?? []).map(Number);
}

/** Sum of digits times weights, as far as both go. */
export function weightedSum(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
}

/** Whether all digits are the same; true for none. */
export function isRepeated(digits: readonly number[]): boolean {
  return digits.every((digit) => digit === digits[0]);
}
