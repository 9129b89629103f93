import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysePattern, type PatternAnalysis } from './analyse.ts';
import { compileRegex } from './compile.ts';
import type { RequiredLiteral } from './required-literals.ts';

/** The plainest reading of what an analysis promises of a value that matches. */
function mayMatch({ literals, bytes }: PatternAnalysis, value: string): boolean {
  const hasLiteral = literals === null || literals.some((literal) => occurs(literal, value.toLowerCase()));
  const count = [...value].filter((char) => bytes?.set.includes(char.charCodeAt(0))).length;
  return hasLiteral && (bytes === null || count >= bytes.atLeast);
}

function occurs({ text, atWordStart, atWordEnd }: RequiredLiteral, value: string): boolean {
  for (let at = value.indexOf(text); at !== -1; at = value.indexOf(text, at + 1)) {
    const startsWell = !atWordStart || !/\w/.test(value.charAt(at - 1));
    const endsWell = !atWordEnd || !/\w/.test(value.charAt(at + text.length));
    if (startsWell && endsWell) return true;
  }
  return false;
}

const PIECES = ['x', 'Q', 'xz', '[xq]', '(?i)', '(', ')', '|', '*', '+?', '{2}', '?', '.', '^', '$', '\\b'];
const MORE = ['<', '(?:', '(?=', '\\W', '\\s', '[^x]', '\\B', '[<;#]', '{3,}', '{0,2}', '\\w', '++', '\\Z'];

describe('analysePattern', () => {
  it('promises nothing that a value which matches does not hold', () => {
    const pattern = fc
      .array(fc.constantFrom(...PIECES, ...MORE), { minLength: 1, maxLength: 10 })
      .map((pieces) => pieces.join(''));
    const value = fc
      .array(fc.constantFrom('x', 'q', 'X', 'Q', 'z', '<', ' ', ';', '\n'), { maxLength: 12 })
      .map((chars) => chars.join(''));
    let checked = 0;
    fc.assert(
      fc.property(pattern, fc.array(value, { minLength: 10, maxLength: 30 }), (source, values) => {
        const regex = compileRegex(source, { dotAll: true });
        const analysis = analysePattern(source, { dotAll: true });
        expect(analysis.kind === 'refused').toBe(regex.kind === 'refused');
        if (regex.kind === 'refused' || analysis.kind === 'refused') return;
        if (analysis.literals === null && analysis.bytes === null) return;
        for (const text of values.filter((one) => regex.test(one))) {
          checked += 1;
          expect(mayMatch(analysis, text)).toBe(true);
        }
      }),
      { numRuns: 6000 },
    );
    expect(checked).toBeGreaterThan(500);
  });

  it('is plain data', () => {
    const analysis = analysePattern('(?i)\\bunion\\b.+select|[;#]{3}', { dotAll: true });
    expect(JSON.parse(JSON.stringify(analysis))).toEqual(analysis);
  });

  it('refuses as the compiler does', () => {
    expect(analysePattern('(a')).toEqual({
      kind: 'refused',
      reason: 'the group is not closed by )',
      offset: 0,
    });
  });
});
