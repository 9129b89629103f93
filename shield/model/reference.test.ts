import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference, referenceOf } from './reference.ts';

describe('reference numbers', () => {
  it('are read back however they were typed', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 7 }), (id) => {
        const reference = referenceOf(id);
        expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(parseReference(` ${reference.toLowerCase().replaceAll('-', ' ')} `)).toBe(reference);
      }),
    );
  });

  it.each(['', 'ABCD-EFGH-JKM', 'ABCD-EFGH-JKMU', "ABCD-EFGH-JKM'", 'ABCD-EFGH-JKMNP'])(
    'refuses %j',
    (text) => {
      expect(parseReference(text)).toBeNull();
    },
  );

  it('takes O for 0, and I and L for 1', () => {
    expect(parseReference('OILO-0000-0000')).toBe('0110-0000-0000');
  });
});
