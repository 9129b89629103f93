import { existsSync } from 'node:fs';
import { applyMapping, loadMappings } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../../engines/sigma/load.ts';
import { ruleMatches } from '../../../engines/sigma/oracle/evaluate.ts';
import { CORPUS, mappingSources, regressionCases, ruleSources } from '../cases.ts';
import { negativesOf } from './negatives.ts';
import { satisfyingEvent } from './satisfy.ts';

describe.skipIf(!existsSync(CORPUS))('events made from the rules of SigmaHQ', () => {
  const { rules } = parseSigma(existsSync(CORPUS) ? ruleSources() : []);
  const engine = createEngine(rules);
  const positives = rules.flatMap((rule) => {
    const event = satisfyingEvent(rule);
    return event === null ? [] : [{ rule, event }];
  });
  const byId = new Map(rules.map((rule) => [rule.info.id, rule]));

  it('exist for all rules', () => {
    const made = new Set(positives.map(({ rule }) => rule.info.id));
    const missing = rules.filter(({ info }) => !made.has(info.id)).map(({ info }) => info.title);
    expect(missing).toEqual([]);
  });

  it('make the rule fire, and no other than those of which the oracle says so', () => {
    for (const { rule, event } of positives) {
      const hits = engine.evaluate(event).map((hit) => hit.rule.id);
      expect(hits, rule.info.title).toContain(rule.info.id);
      const wrong = hits.filter((id) => !ruleMatches(byId.get(id) ?? rule, event));
      expect(wrong, rule.info.title).toEqual([]);
    }
  });

  it('do not make it fire without any one of its conditions', () => {
    let count = 0;
    for (const { rule, event } of positives) {
      for (const negative of negativesOf(rule, event)) {
        count += 1;
        const hits = engine.evaluate(negative).map((hit) => hit.rule.id);
        expect(hits, rule.info.title).not.toContain(rule.info.id);
        expect(ruleMatches(rule, negative), rule.info.title).toBe(false);
      }
    }
    expect(count).toBeGreaterThan(10_000);
  });
});

describe.skipIf(!existsSync(CORPUS))('events recorded for the rules of SigmaHQ', () => {
  const { rules } = parseSigma(existsSync(CORPUS) ? ruleSources() : []);
  const engine = createEngine(rules);
  const { mappings } = loadMappings(mappingSources());

  it('do not make the rule fire without any one of its conditions', () => {
    let count = 0;
    for (const { name, ruleIds, events } of regressionCases()) {
      for (const rule of rules.filter(({ info }) => ruleIds.includes(info.id))) {
        const positive = events
          .map((event) => applyMapping(mappings, event))
          .find((event) => ruleMatches(rule, event));
        expect(positive, name).toBeDefined();
        for (const negative of positive === undefined ? [] : negativesOf(rule, positive)) {
          count += 1;
          expect(
            engine.evaluate(negative).map((hit) => hit.rule.id),
            name,
          ).not.toContain(rule.info.id);
          expect(ruleMatches(rule, negative), name).toBe(false);
        }
      }
    }
    expect(count).toBeGreaterThan(200);
  });
});
