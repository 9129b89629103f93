import { existsSync } from 'node:fs';
import { applyMapping, loadMappings } from '@dejfa/sigma';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSigma } from '../../../engines/sigma/load.ts';
import { ruleMatches } from '../../../engines/sigma/oracle/evaluate.ts';
import { eventOf, randomFields, randomRules, sourceOf } from '../../../engines/sigma/testing/random-rules.ts';
import { CORPUS, mappingSources, ruleSources } from '../cases.ts';
import { prove } from './prove.ts';
import { QuickOracle } from './quick-oracle.ts';
import { recordedFiles, recordedLines } from './recordings.ts';

describe('the oracle that remembers', () => {
  it('says what the oracle says, on random rules and events', () => {
    fc.assert(
      fc.property(randomRules, fc.array(randomFields, { minLength: 1, maxLength: 8 }), (written, records) => {
        const { rules } = parseSigma(written.map(sourceOf));
        const quick = new QuickOracle(rules);
        for (const event of records.map(eventOf)) {
          const wanted = rules.filter((rule) => ruleMatches(rule, event)).map(({ info }) => info.id);
          expect(quick.evaluate(event)).toEqual(wanted);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!existsSync(CORPUS))('recordings', () => {
  it('give the same hits from the oracle that remembers as from the oracle', async () => {
    const { rules } = parseSigma(ruleSources());
    const { mappings } = loadMappings(mappingSources());
    const quick = new QuickOracle(rules);
    const files = recordedFiles('evtx').filter((_, at) => at % 40 === 0);
    let count = 0;
    for await (const batch of recordedLines(files)) {
      for (const { place, logsource, fields } of batch.filter(() => count++ % 12 === 0)) {
        const event = applyMapping(mappings, { ...logsource, fields });
        const wanted = rules.filter((rule) => ruleMatches(rule, event)).map(({ info }) => info.id);
        expect([place, quick.evaluate(event)]).toEqual([place, wanted]);
      }
    }
    expect(count).toBeGreaterThan(100);
  }, 180_000);

  it('give the same hits from the oracle, the plain engine and the scanner, on a sample of them', async () => {
    const size = { folders: ['otrf', 'evtx', 'zeek'], everyFile: 13, everyRecord: 5, everyRespelled: 4 };
    const { differences, tally } = await prove(size, () => {});
    expect(differences).toEqual([]);
    expect(tally.records).toBeGreaterThan(5000);
    expect(tally.hits).toBeGreaterThan(50);
    expect(tally.leftToPlain).toBeLessThan(tally.scanned / 50);
  }, 180_000);
});
