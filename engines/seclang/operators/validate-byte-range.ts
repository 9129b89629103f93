import { bytesWhere } from './bytes-where.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the value has a byte outside of the given ranges.
 * Arguments: byte values and ranges between commas.
 * Returns: true when there is such a byte.
 * Example: `SecRule ARGS "@validateByteRange 32-126" "id:1,deny"`.
 */
export const validateByteRange: OperatorDefinition = ({ argument }) => {
  const allowed = new Uint8Array(256);
  for (const part of argument.split(',')) {
    const range = /^\s*(\d{1,3})\s*(?:-\s*(\d{1,3})\s*)?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? range?.[1]);
    if (range === null || first > last || last > 255) {
      return {
        kind: 'refused',
        message: `'${part.trim()}' is no byte range`,
        offset: argument.indexOf(part),
        help: 'write bytes as numbers from 0 to 255: 9,10,13,32-126',
      };
    }
    allowed.fill(1, first, last + 1);
  }
  const find = (value: string): number => {
    for (let at = 0; at < value.length; at += 1) if (allowed[value.charCodeAt(at)] !== 1) return at;
    return -1;
  };
  return {
    kind: 'operator',
    bytes: { set: bytesWhere((byte) => allowed[byte] !== 1), atLeast: 1 },
    test: (value) => find(value) !== -1,
    locate: (value) => {
      const index = find(value);
      return { index, length: 1, captures: [value.charAt(index)] };
    },
  };
};
