import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadMappings } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../engines/sigma/load.ts';
import { CORPUS, mappingSources, regressionCases, ruleSources } from './cases.ts';
import { Comparison } from './whole/compare.ts';
import { QuickOracle } from './whole/quick-oracle.ts';
import { recordedLines } from './whole/recordings.ts';

const GOLDEN = join(import.meta.dirname, 'regression-hits.golden.txt');

/** How often each rule fired on one file of a case, read as `dejfa hunt` reads it. */
interface FileHits {
  readonly events: number;
  readonly byRule: ReadonlyMap<string, number>;
}

describe.skipIf(!existsSync(CORPUS))(
  'the 93 recordings of the SigmaHQ corpus, as event logs and as JSON',
  async () => {
    const { rules } = parseSigma(existsSync(CORPUS) ? ruleSources() : []);
    const titles = new Map(rules.map(({ info }) => [info.id, info.title]));
    const { mappings } = loadMappings(mappingSources());
    const comparison = new Comparison({
      oracle: new QuickOracle(rules),
      engine: createEngine(rules),
      mappings,
    });
    const cases = existsSync(CORPUS) ? regressionCases() : [];

    const hitsOf = async (path: string): Promise<FileHits> => {
      const before = new Map(comparison.fired);
      const stand: Parameters<Comparison['add']>[0][number][] = [];
      let events = 0;
      for await (const batch of recordedLines([path])) {
        const own = batch.filter(({ place }) => !place.endsWith(' as it stands'));
        stand.push(...batch.filter((record) => !own.includes(record)));
        events += own.length;
        comparison.add(own);
      }
      const counts = [...comparison.fired].map(([id, count]): [string, number] => [
        id,
        count - (before.get(id) ?? 0),
      ]);
      comparison.add(stand);
      return { events, byRule: new Map(counts.filter(([, count]) => count > 0).sort()) };
    };

    const lines: string[] = [];
    const wrong: string[] = [];
    for (const { name, ruleIds, matchCount } of cases) {
      const folder = join(CORPUS, 'regression_data', name);
      const files = readdirSync(folder).filter((file) => !file.endsWith('.yml'));
      for (const file of files.sort()) {
        const { events, byRule } = await hitsOf(join(folder, file));
        const fired = ruleIds.reduce((sum, id) => sum + (byRule.get(id) ?? 0), 0);
        const kind = file.endsWith('.evtx') ? 'evtx' : 'json';
        const wanted = matchCount === null ? 'at least 1' : String(matchCount);
        if (fired < (matchCount ?? 1)) wrong.push(`${name} ${kind}`);
        const others = [...byRule].filter(([id]) => !ruleIds.includes(id));
        const also = others.map(([id, count]) => `  ${count} × ${titles.get(id)}`);
        lines.push(`${name}, ${kind}: ${events} events, fired ${fired} of ${wanted}`, ...also);
      }
    }

    it('make the expected rule fire, at least as often as the case states', () => expect(wrong).toEqual([]));

    it('give the same hits from the oracle, the plain engine and the scanner', () => {
      expect(comparison.differences).toEqual([]);
      expect(comparison.tally.leftToPlain).toBe(0);
    });

    it('make these other rules fire', async () => {
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(GOLDEN);
      expect(lines.filter((line) => line.includes(', fired '))).toHaveLength(187);
    });
  },
);
