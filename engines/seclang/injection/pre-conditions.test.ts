import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSqli } from './sqli.ts';
import { SQLI_BYTES } from './sqli-bytes.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };
import words from './tables/sql-words.json' with { type: 'json' };
import { detectXss, XSS_BYTES } from './xss.ts';

/** Pieces of SQL without any byte that the pre-condition wants. */
const PIECES = [
  ...Object.values(words).flat(),
  ...[
    '0',
    '1',
    '12',
    '0x',
    '0x1f',
    '0b',
    '0b01',
    '1e',
    '1e5',
    '1d',
    '2f',
    'e',
    'n',
    'q',
    'u',
    'x',
    '?',
    '_',
    '\xff',
  ],
].filter((piece) => !hasAny(piece, SQLI_BYTES));

function hasAny(value: string, bytes: readonly number[]): boolean {
  return [...value].some((char) => bytes.includes(char.charCodeAt(0)));
}

describe('what values must have to be looked at', () => {
  it('leaves words, numbers and UTF-8 letters out', () => {
    expect(hasAny('union_select1', SQLI_BYTES)).toBe(false);
    expect(hasAny(Buffer.from('شهروند', 'utf8').toString('latin1'), SQLI_BYTES)).toBe(false);
    expect(hasAny('1 or 1', SQLI_BYTES)).toBe(true);
  });

  it('rests on the table: what a number, a number and a word can give', () => {
    expect(fingerprints.filter((text) => /^[1N][1N].$/.test(text) || text.includes('?'))).toEqual([]);
    expect(fingerprints.filter((text) => /^[1N][KUBETFNO&AV1]$/.test(text))).toEqual(['1U']);
  });

  it('no SQL without one of its bytes', () => {
    const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        expect(detectSqli(text).isSqli).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });

  it('no script without one of its bytes', () => {
    const soup = fc
      .array(
        fc.constantFrom(
          'onload',
          'style',
          ' ',
          '"',
          "'",
          '`',
          '/',
          '>',
          '!doctype',
          'script',
          '--',
          'x',
          '&#60;',
        ),
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        expect(hasAny(text, XSS_BYTES)).toBe(false);
        expect(detectXss(text)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });
});
