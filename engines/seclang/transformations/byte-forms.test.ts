import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_FORMS } from './byte-forms.ts';
import { TRANSFORMATIONS, type TransformationName } from './index.ts';

describe('byte forms', () => {
  it.each(Object.entries(BYTE_FORMS))('%s writes what the transformation gives', (name, form) => {
    const transformation = TRANSFORMATIONS[name as TransformationName];
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('ABCDabcd0123+/=\r\n')));
    const value = fc.array(byte, { maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes));
    fc.assert(
      fc.property(value, (text) => {
        const into = new Uint8Array(text.length);
        const length = form?.(text, into) ?? 0;
        expect(String.fromCharCode(...into.subarray(0, length))).toBe(transformation(text));
      }),
      { numRuns: 2000 },
    );
  });
});
