import { existsSync } from 'node:fs';
import { applyMapping, loadMappings, type SigmaEvent } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../../engines/sigma/ast/detection.ts';
import type { Rule } from '../../engines/sigma/ast/rule.ts';
import { createEngine } from '../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../engines/sigma/load.ts';
import { ruleMatches } from '../../engines/sigma/oracle/evaluate.ts';
import { CORPUS, mappingSources, regressionCases, ruleSources } from './cases.ts';
import { isPassed, runCases } from './run.ts';

describe.skipIf(!existsSync(CORPUS))('the SigmaHQ corpus', () => {
  const parsed = parseSigma(existsSync(CORPUS) ? ruleSources() : []);
  const engine = createEngine(parsed.rules);
  const cases = existsSync(CORPUS) ? regressionCases() : [];
  const { mappings } = loadMappings(mappingSources());
  const events = cases.flatMap((item) => item.events.map((event) => applyMapping(mappings, event)));

  it('loads every rule', () => {
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.counts).toEqual({ read: 3141, loaded: 3141, rejected: 0 });
  });

  it('fires on each of the 93 recordings', () => {
    const results = runCases(cases, engine);
    expect(results).toHaveLength(93);
    expect(results.filter((result) => !isPassed(result))).toEqual([]);
  });

  it('gives the same hits as the oracle on recorded events', () => {
    // The oracle takes a quarter of a second for an event and all rules.
    const sample = events.filter((_, index) => index % 5 === 0);
    for (const event of sample) {
      const wanted = parsed.rules.filter((rule) => ruleMatches(rule, event)).map((rule) => rule.info.id);
      expect(engine.evaluate(event).map((hit) => hit.rule.id)).toEqual(wanted);
    }
  });

  it('does not fire any more without the fields that a hit names', () => {
    let checked = 0;
    for (const event of events) {
      for (const hit of engine.evaluate(event)) {
        const bare = without(
          event,
          hit.matched.map(({ field }) => field),
        );
        expect(engine.evaluate(bare).map(({ rule }) => rule.id)).not.toContain(hit.rule.id);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('does not fire without any one field where the rule needs all of them', () => {
    const conjunctions = parsed.rules.filter(needsAll);
    const ids = new Set(conjunctions.map(({ info }) => info.id));
    let checked = 0;
    for (const event of events) {
      for (const hit of engine.evaluate(event).filter(({ rule }) => ids.has(rule.id))) {
        for (const { field } of hit.matched) {
          const fired = engine.evaluate(without(event, [field])).map(({ rule }) => rule.id);
          expect(fired, `${hit.rule.title} without ${field}`).not.toContain(hit.rule.id);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(50);
  });
});

/** Whether the rule is true only when each of its positive fields has one of its values. */
function needsAll(rule: Rule): boolean {
  const { condition } = rule;
  const parts = condition.kind === 'and' ? condition.parts : [condition];
  return parts.every((part) => {
    if (part.kind === 'not') return true;
    const detection = part.kind === 'detection' ? rule.detections.get(part.name) : undefined;
    return detection !== undefined && isConjunction(detection);
  });
}

function isConjunction(detection: Detection): boolean {
  if (detection.kind === 'and') return detection.parts.every(isConjunction);
  return detection.kind === 'field' && detection.field !== null;
}

function without(event: SigmaEvent, names: readonly string[]): SigmaEvent {
  const kept = Object.entries(event.fields).filter(([name]) => !names.includes(name));
  return { ...event, fields: Object.fromEntries(kept) };
}
