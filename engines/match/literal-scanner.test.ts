import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiteralScanner } from './literal-scanner.ts';
import type { ScanCondition, ScanLiteral } from './scan-condition.ts';

const isWord = (char: string) => /^\w$/.test(char);

/** Whether the literal stands in the text, found the plain way. */
function holds(text: string, { text: literal, atWordStart, atWordEnd }: ScanLiteral): boolean {
  const fold = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  for (let at = 0; at + literal.length <= text.length; at += 1) {
    const end = at + literal.length;
    if (fold(text.slice(at, end)) !== fold(literal)) continue;
    if (atWordStart && isWord(text.charAt(at - 1))) continue;
    if (atWordEnd && isWord(text.charAt(end))) continue;
    return true;
  }
  return false;
}

function holdsByte(text: string, bytes: readonly number[]): boolean {
  return bytes.some((byte) => {
    const char = String.fromCharCode(byte);
    return text.includes(char) || (/[A-Za-z]/.test(char) && text.toLowerCase().includes(char.toLowerCase()));
  });
}

function isMet(text: string, { literals, bytes, needs }: ScanCondition): boolean {
  const isThere = literals.some((literal) => holds(text, literal)) || holdsByte(text, bytes);
  return isThere && (needs === null || holdsByte(text, needs));
}

const char = fc.constantFrom(...'abAB_1.-<\xe0\xc0\0 ');
const literal = fc
  .record({
    text: fc.array(char, { minLength: 2, maxLength: 6 }).map((chars) => chars.join('')),
    start: fc.boolean(),
    end: fc.boolean(),
  })
  .map(
    ({ text, start, end }): ScanLiteral => ({
      text,
      atWordStart: start && isWord(text.charAt(0)),
      atWordEnd: end && isWord(text.charAt(text.length - 1)),
    }),
  );
const bytes = fc.array(
  char.map((one) => one.charCodeAt(0)),
  { maxLength: 3 },
);
const condition = fc.record({
  literals: fc.array(literal, { maxLength: 4 }),
  bytes,
  needs: fc.option(fc.array(fc.nat(255), { minLength: 1, maxLength: 3 })),
});
const text = fc.array(char, { maxLength: 60 }).map((chars) => chars.join(''));

describe('a literal scanner', () => {
  it('reports every member and every mark whose condition holds', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { maxLength: 80 }),
        fc.array(condition, { maxLength: 5 }),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        (members, marks, texts) => {
          const scanner = createLiteralScanner(members, marks);
          for (const one of texts) {
            const scan = scanner.scan(one);
            members.forEach((member, number) => {
              const isReported = ((scan.members[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
              if (isMet(one, member)) expect(isReported).toBe(true);
            });
            marks.forEach((mark, number) => {
              const isThere =
                mark.literals.some((literal) => holds(one, literal)) || holdsByte(one, mark.bytes);
              if (isThere) expect(scan.marks & scanner.marksOf(number)).not.toBe(0);
            });
            const written = Uint8Array.from(one, (each) => each.charCodeAt(0));
            expect(scanner.scanBytes(written, one.length)).toEqual({ ...scan, text: null });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reports no member of literals alone that is not there', () => {
    fc.assert(
      fc.property(fc.array(fc.array(literal, { maxLength: 4 }), { maxLength: 60 }), text, (lists, one) => {
        const members = lists.map((literals) => ({ literals, bytes: [], needs: null }));
        const scan = createLiteralScanner(members, []).scan(one);
        members.forEach((member, number) => {
          const isReported = ((scan.members[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
          expect(isReported).toBe(isMet(one, member));
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one object for all texts without a member', () => {
    const word = { text: 'select', atWordStart: true, atWordEnd: true };
    const scanner = createLiteralScanner([{ literals: [word], bytes: [], needs: [0x28] }], []);
    expect(scanner.scan('selected (').members).toBe(scanner.none);
    expect(scanner.scan('select').members).toBe(scanner.none);
    expect(scanner.scan('SELECT (').members).toEqual(Int32Array.of(1));
    expect(scanner.scan('').members).toBe(scanner.none);
  });

  it('finds literals at both ends of long texts, one after the other', () => {
    const literals = ['aaaa', 'zz9'].map((one) => ({ text: one, atWordStart: false, atWordEnd: false }));
    const scanner = createLiteralScanner(
      literals.map((one) => ({ literals: [one], bytes: [], needs: null })),
      [],
    );
    const filler = '-'.repeat(100_000);
    expect(scanner.scan(`aaaa${filler}zz9`).members).toEqual(Int32Array.of(3));
    expect(scanner.scan(`${filler}zz`).members).toBe(scanner.none);
    expect(scanner.scan(`9${filler}`).members).toBe(scanner.none);
  });

  it('refuses a literal of one character', () => {
    const short = { text: 'a', atWordStart: false, atWordEnd: false };
    expect(() => createLiteralScanner([{ literals: [short], bytes: [], needs: null }], [])).toThrow(
      RangeError,
    );
  });
});
