import { existsSync } from 'node:fs';
import { applyMapping, loadMappings, type SigmaEvent } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../../engines/sigma/load.ts';
import { CORPUS, mappingSources, ruleSources } from '../cases.ts';
import { negativesOf } from './negatives.ts';
import { satisfyingEvent } from './satisfy.ts';

/** A made event, the rule that it was made for, and whether that is to fire. */
interface Made {
  readonly ruleId: string;
  readonly event: SigmaEvent;
  readonly isPositive: boolean;
}

describe.skipIf(!existsSync(CORPUS))('lines made from the rules of SigmaHQ', () => {
  const { rules } = parseSigma(existsSync(CORPUS) ? ruleSources() : []);
  const engine = createEngine(rules);
  const made = rules.flatMap((rule): readonly Made[] => {
    const event = satisfyingEvent(rule);
    if (event === null) return [];
    const negatives = negativesOf(rule, event).map((negative) => ({
      ruleId: rule.info.id,
      event: negative,
      isPositive: false,
    }));
    return [{ ruleId: rule.info.id, event, isPositive: true }, ...negatives];
  });
  const groups = Map.groupBy(made, ({ event }) => JSON.stringify(event.logsource));

  it.each([
    ['without mappings', { kind: 'sigma-mappings', files: [] }],
    ['with the mappings that ship', loadMappings(mappingSources()).mappings],
  ] as const)(
    'give the same hits as events from the scanner, %s',
    (name, mappings) => {
      const isBare = name === 'without mappings';
      const differences: string[] = [];
      let positives = 0;
      for (const all of groups.values()) {
        const group = all.filter(({ isPositive }) => isBare || isPositive);
        // A scanner for each of a hundred log sources takes longer than all the rest.
        if (!isBare && group.length < 20) continue;
        const logsource = group[0]?.event.logsource ?? {};
        const scanner = engine.createScanner({ mappings, logsource });
        const lines = group.map(({ event }) => JSON.stringify(event.fields));
        const bytes = Buffer.from(lines.join('\n'));
        const found = new Map<number, string>();
        for (const { start, hits } of scanner?.scan(bytes) ?? []) found.set(start, detailsOf(hits));
        let at = 0;
        for (const [index, { event, ruleId, isPositive }] of group.entries()) {
          const wanted = engine.evaluate(applyMapping(mappings, { ...logsource, fields: event.fields }));
          if ((found.get(at) ?? '') !== detailsOf(wanted)) differences.push(`${ruleId}: ${lines[index]}`);
          if (isBare && wanted.some(({ rule }) => rule.id === ruleId) !== isPositive)
            differences.push(`${ruleId} is to fire: ${isPositive}`);
          if (isPositive) positives += 1;
          at += Buffer.byteLength(lines[index] ?? '') + 1;
        }
      }
      expect(differences).toEqual([]);
      expect(positives).toBeGreaterThanOrEqual(isBare ? rules.length : 2000);
      expect(made.length).toBeGreaterThan(13_000);
    },
    240_000,
  );
});

function detailsOf(hits: ReturnType<ReturnType<typeof createEngine>['evaluate']>): string {
  return hits.length === 0 ? '' : JSON.stringify(hits.map(({ rule, matched }) => [rule.id, matched]));
}
