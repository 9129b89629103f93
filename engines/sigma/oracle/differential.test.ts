import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../compile/engine.ts';
import { parseSigma } from '../load.ts';
import { eventOf, randomFields, randomRules, sourceOf } from '../testing/random-rules.ts';
import { ruleMatches } from './evaluate.ts';

describe('compiled rules', () => {
  it('agree with the oracle on random rules and events', () => {
    let loaded = 0;
    let matched = 0;
    fc.assert(
      fc.property(
        randomRules,
        fc.array(randomFields, { minLength: 1, maxLength: 6 }),
        (detections, records) => {
          const { rules } = parseSigma(detections.map(sourceOf));
          const engine = createEngine(rules);
          loaded += rules.length;
          for (const record of records) {
            const event = eventOf(record);
            const wanted = rules.filter((rule) => ruleMatches(rule, event)).map(({ info }) => info.id);
            matched += wanted.length;
            expect(engine.evaluate(event).map(({ rule }) => rule.id)).toEqual(wanted);
          }
        },
      ),
      { numRuns: 800 },
    );
    expect(loaded).toBeGreaterThan(500);
    expect(matched).toBeGreaterThan(300);
  });
});
