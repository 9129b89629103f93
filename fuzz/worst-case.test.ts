import { describe, expect, it } from 'vitest';
import { fileResolver, hasCrs, readCrsSources } from '../conformance/crs/rule-files.ts';
import { loadRules } from '../engines/seclang/index.ts';
import { parsePattern } from '../engines/seclang/regex/parse.ts';
import { worstOf } from './pattern-worst.ts';
import { prepare, pumpsOf } from './pump.ts';
import { patternsOf } from './rule-patterns.ts';

/** Steps are about nanoseconds; reading a byte forwards and backwards and locating it takes 12 to 25. */
const STEPS_PER_BYTE = 150;

describe('pumped subjects', () => {
  it('are made of what a repeat feeds on, what leads to it, and ends that fail', () => {
    const recipes = pumpsOf(parsePattern('x(?:a|bc)*y', {}).root);
    expect(new Set(recipes.map(({ prefix }) => prefix))).toEqual(new Set(['x']));
    expect(new Set(recipes.map(({ unit }) => unit))).toEqual(new Set(['a', 'bc', 'abca']));
    expect(new Set(recipes.map(({ suffix }) => suffix))).toEqual(new Set(['\x01', '', 'y']));
    expect(prepare({ prefix: 'x', unit: 'bc', suffix: 'y' }, 8)).toBe('xbcbcbcy');
  });

  it('show the time of what is not linear', () => {
    // Every pair of captures is another case, and none can be remembered for the next.
    const worst = worstOf({ ruleId: 1, pattern: '^(a*)(a*)\\1\\2\\1c$' }, 2_000);
    expect(worst?.stepsPerByte).toBeGreaterThan(STEPS_PER_BYTE);
  });
});

describe.skipIf(!hasCrs())('the patterns of the CRS on their worst subjects', () => {
  const patterns = hasCrs() ? patternsOf(loadRules(readCrsSources(), fileResolver)) : [];

  it('are all there', () => {
    expect(patterns.length).toBeGreaterThan(200);
  });

  it.each(patterns)('rule $ruleId takes time in proportion to the subject', (pattern) => {
    const worst = worstOf(pattern, 8_192, { recipes: 16 });
    if (worst === null) return;
    expect(worst.outcome).not.toBe('given up');
    expect(worst.stepsPerByte).toBeLessThan(STEPS_PER_BYTE);
  });
});
