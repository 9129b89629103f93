import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestHead } from '../api.ts';
import { parseCookies } from './cookies.ts';

function read(headers: RequestHead['headers']) {
  return parseCookies(headers).map(({ key, value }) => [key, value]);
}

/** The same in few words: parts between semicolons, without the blanks before them. */
function plainly(text: string) {
  return text
    .split(';')
    .map((part) => part.replace(/^[ \t]+/, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [name, rest.join('=')];
    });
}

describe('cookies', () => {
  it.each<[text: string, cookies: readonly (readonly [string, string])[]]>([
    [
      'a=1; b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a; =x;; \tb=c=d ',
      [
        ['a', ''],
        ['', 'x'],
        ['b', 'c=d '],
      ],
    ],
    ['', []],
  ])('of %j are %j', (text, cookies) => {
    expect(read([['Cookie', text]])).toEqual(cookies);
  });

  it('are those of all fields of that name', () => {
    const headers = [
      ['COOKIE', 'a=1'],
      ['X', 'b=2'],
      ['cookie', 'c=3'],
    ] as const;
    expect(read(headers)).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
  });

  it('are read as their definition says', () => {
    const text = fc.array(fc.constantFrom(...'ab=; \t'), { maxLength: 20 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(text, (one) => {
        expect(read([['Cookie', one]])).toEqual(plainly(one));
      }),
    );
  });
});
