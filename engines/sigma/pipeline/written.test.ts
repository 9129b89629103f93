import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinTokens, type PatternToken } from '../ast/pattern.ts';
import { parseWritten, writtenForm } from './written.ts';

const text = fc
  .string({ unit: fc.constantFrom('a', '\\', '*', '?', '%', '%b%'), maxLength: 5 })
  .map((value): PatternToken => ({ kind: 'text', text: value }));
const token = fc.oneof(text, fc.constantFrom<PatternToken>({ kind: 'star' }, { kind: 'one' }));

describe('the written form of a pattern', () => {
  it('is read back as the pattern', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 5 }), (tokens) => {
        const pattern = joinTokens(tokens);
        expect(parseWritten(writtenForm(pattern), null)).toEqual(pattern);
      }),
    );
  });

  it('is read back with its placeholders', () => {
    const open = { kind: 'placeholder', name: 'name', at: 7 } as const;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 4 }), fc.array(token, { maxLength: 4 }), (before, after) => {
        const pattern = joinTokens([...before, open, ...after]);
        expect(parseWritten(writtenForm(pattern), 7)).toEqual(pattern);
      }),
    );
  });
});
