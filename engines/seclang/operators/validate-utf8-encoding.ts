import { bytesWhere } from './bytes-where.ts';
import type { OperatorDefinition } from './operator.ts';

/** Well-formed UTF-8 byte sequences (Unicode 15, table 3-7; RFC 3629 §4). */
const WELL_FORMED = new RegExp(
  '(?:[\\x00-\\x7f]|[\\xc2-\\xdf][\\x80-\\xbf]|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}' +
    '|\\xed[\\x80-\\x9f][\\x80-\\xbf]|\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}' +
    '|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})',
  'y',
);

/**
 * Description: the value is no valid UTF-8 (overlong forms, surrogates and cut sequences included).
 * Arguments: none.
 * Returns: true when it is not.
 * Example: `SecRule ARGS "@validateUtf8Encoding" "id:1,deny"`.
 */
export const validateUtf8Encoding: OperatorDefinition = () => ({
  kind: 'operator',
  bytes: { set: bytesWhere((byte) => byte >= 0x80), atLeast: 1 },
  test: (value) => findMalformed(value) !== -1,
  locate: (value) => {
    const index = findMalformed(value);
    return { index, length: 1, captures: [value.charAt(index)] };
  },
});

/** Offset of the first byte that starts no well-formed sequence, or -1. */
function findMalformed(value: string): number {
  let at = value.search(/[\x80-\xff]/);
  if (at === -1) return -1;
  while (at < value.length) {
    WELL_FORMED.lastIndex = at;
    const sequence = WELL_FORMED.exec(value);
    if (sequence === null) return at;
    at += sequence[0].length;
  }
  return -1;
}
