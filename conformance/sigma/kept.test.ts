import { existsSync } from 'node:fs';
import { applyMapping, type LoadedSigma, loadMappings, loadSigma, type RuleCache } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { decodeSigma, encodeSigma } from '../../engines/sigma/cache/index.ts';
import { clausesOf } from '../../engines/sigma/compile/requirement.ts';
import { ruleFields } from '../../engines/sigma/compile/rule-fields.ts';
import { loadedSigma, parseSigma } from '../../engines/sigma/load.ts';
import { readAnyYaml } from '../../engines/sigma/parse/documents.ts';
import { readPlainYaml } from '../../engines/sigma/parse/plain-yaml.ts';
import { CORPUS, mappingSources, regressionCases, ruleSources } from './cases.ts';
import { satisfyingEvent } from './negatives/satisfy.ts';

describe.skipIf(!existsSync(CORPUS))('all rules of SigmaHQ, opened as they were kept', () => {
  const sources = existsSync(CORPUS) ? ruleSources() : [];
  const parsed = parseSigma(sources);
  const plain = loadedSigma(parsed);
  const entries = new Map<string, Uint8Array>();
  const cache: RuleCache = {
    engine: 'this engine',
    get: (key) => entries.get(key) ?? null,
    set: (key, bytes) => entries.set(key, bytes),
  };
  loadSigma(sources, { cache });
  const kept = loadSigma(sources, { cache });

  it('are all that they are without', () => {
    const shownOf = ({ engine: _, needs, ...loaded }: LoadedSigma) => ({ ...loaded, needs: needs() });
    expect(entries.size).toBe(1);
    expect(shownOf(kept)).toStrictEqual(shownOf(plain));
    const decoded = decodeSigma(encodeSigma('0'.repeat(64), parsed), null);
    if (decoded.kind === 'refused') throw new Error(decoded.reason);
    expect(new Set(decoded.known.fields)).toEqual(new Set(parsed.rules.flatMap(ruleFields)));
    for (const [index, rule] of parsed.rules.entries()) {
      const { detections, condition } = decoded.parsed.rules[index] ?? {};
      expect({ detections, condition }).toStrictEqual({
        detections: rule.detections,
        condition: rule.condition,
      });
      expect(decoded.known.clauses(index)).toStrictEqual(clausesOf(rule));
    }
  });

  it('fire on the same recorded events and on events made from them, and show the same', () => {
    const { mappings } = loadMappings(mappingSources());
    const recorded = regressionCases().flatMap(({ events }) =>
      events.map((event) => applyMapping(mappings, event)),
    );
    const made = parsed.rules.flatMap((rule) => satisfyingEvent(rule) ?? []);
    let hits = 0;
    for (const event of [...recorded, ...made]) {
      const wanted = plain.engine.evaluate(event);
      expect(kept.engine.evaluate(event)).toEqual(wanted);
      hits += wanted.length;
    }
    expect(hits).toBeGreaterThan(3000);
  });

  it('fire on the same lines in a scan', () => {
    const { mappings } = loadMappings(mappingSources());
    const lines = regressionCases().flatMap(({ events }) =>
      events.map(({ fields }) => JSON.stringify(fields)),
    );
    const [wanted, found] = [plain, kept].map(({ engine }) => {
      const scanner = engine.createScanner({ mappings, logsource: { product: 'windows' } });
      const scanned = scanner?.scan(Buffer.from(lines.join('\n'))) ?? [];
      return Array.from(scanned, ({ start, hits }) => [start, hits]);
    });
    expect(found).toEqual(wanted);
    expect(wanted?.length).toBeGreaterThan(50);
  });

  it('are nearly all plain YAML, and read as the library reads them', () => {
    let beyond = 0;
    for (const source of sources) {
      const nodes = readPlainYaml(source.text);
      if (nodes === null) beyond += 1;
      else expect(nodes, source.path).toEqual(readAnyYaml(source).map(({ node }) => node));
    }
    expect(beyond).toBeLessThan(30);
  });
});
