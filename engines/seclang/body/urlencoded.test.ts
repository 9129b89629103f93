import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownNames } from '../transaction/known-names.ts';
import { urlDecode } from '../transformations/url-decode.ts';
import { pairsOf } from './testing/pairs-of.ts';
import { hasInvalidEscape, parseUrlencoded } from './urlencoded.ts';

type Pair = readonly [name: string, value: string];

/** One for all tests: what is known of names must not change what is read. */
const KNOWN = new KnownNames();

function read(text: string, limit: number) {
  const parsed = parseUrlencoded(text, limit, KNOWN);
  return { fields: pairsOf(parsed), isComplete: parsed.isComplete };
}

/** The same, written down from its definition. */
function plainly(text: string): readonly Pair[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): Pair => {
      const [name = '', ...rest] = pair.split('=');
      return [urlDecode(name), urlDecode(rest.join('='))];
    });
}

describe('urlencoded bodies', () => {
  it.each<[text: string, fields: readonly Pair[]]>([
    [
      'a=%2541&b=%25',
      [
        ['a', '%41'],
        ['b', '%'],
      ],
    ],
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a%3D=x+y&&c',
      [
        ['a=', 'x y'],
        ['c', ''],
      ],
    ],
    ['', []],
    ['&&', []],
    ['=', [['', '']]],
    [
      '=x&a=&c==d',
      [
        ['', 'x'],
        ['a', ''],
        ['c', '=d'],
      ],
    ],
    ['a=1;b=2', [['a', '1;b=2']]],
    [
      '%00a+=%zz%4&%',
      [
        ['\0a ', '%zz%4'],
        ['%', ''],
      ],
    ],
    ['a%26b=%3d%2B%25', [['a&b', '=+%']]],
    ['a=%u0041', [['a', '%u0041']]],
    [
      'a=%4&1=b',
      [
        ['a', '%4'],
        ['1', 'b'],
      ],
    ],
    ['\xff=\xc3\xa9', [['\xff', '\xc3\xa9']]],
  ])('%j', (text, fields) => {
    expect(read(text, 10)).toEqual({ fields, isComplete: true });
  });

  it('says when there are more fields than it reads', () => {
    expect(read('a&b&c', 2)).toEqual({
      fields: [
        ['a', ''],
        ['b', ''],
      ],
      isComplete: false,
    });
    expect(read('a&b&&', 2).isComplete).toBe(true);
  });

  it('reads as its definition says', () => {
    const soup = fc.array(fc.constantFrom('a', 'b1', '&', '=', '+', '%', '%41', '%26', '4', '\0', '\xff'));
    fc.assert(
      fc.property(soup, (pieces) => {
        const text = pieces.join('');
        expect(read(text, 1000).fields).toEqual(plainly(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a=%41&b', false],
    ['a=%4', true],
    ['%', true],
    ['%zz', true],
    ['%%41', true],
    ['', false],
  ])('has %j an invalid escape: %s', (text, expected) => {
    expect(hasInvalidEscape(text)).toBe(expected);
  });
});
