import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EvtxReader, fieldsOf, formatXml, LineBuffer, toJsonLine } from '@dejfa/evtx';
import { applyMapping, loadMappings } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../engines/sigma/load.ts';
import { mappingSources, regressionCases, ruleSources } from '../sigma/cases.ts';
import { exportEvents, hasEvtxexport, normaliseXml } from './evtxexport.ts';

/** Event logs beside the checkout; absent from a user's clone. */
const CORPORA = join(import.meta.dirname, '../../../shared/corpora');
const hasCorpora = existsSync(CORPORA);

function evtxFiles(folder: string): readonly string[] {
  if (!hasCorpora) return [];
  return readdirSync(join(CORPORA, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.evtx'))
    .sort()
    .map((path) => join(CORPORA, folder, path));
}

function* recordsOf(path: string) {
  const reader = new EvtxReader({ file: path });
  yield* reader.push(readFileSync(path));
  yield* reader.end();
  expect(reader.counts).toMatchObject({ carved: 0, unreadable: 0 });
}

describe.skipIf(!hasCorpora)('the 277 event logs of the corpus', () => {
  const files = evtxFiles('evtx');

  it.skipIf(!hasEvtxexport())('read as evtxexport reads them: each event, each field', () => {
    let events = 0;
    for (const path of files) {
      const ours = [...recordsOf(path)].map((record) => normaliseXml(formatXml(record) ?? ''));
      expect(ours, path).toEqual(exportEvents(path).map(normaliseXml));
      events += ours.length;
    }
    expect([files.length, events]).toEqual([277, 8255]);
  });

  it('are written by compiled templates as by the plain way', () => {
    const into = new LineBuffer();
    for (const path of files) {
      for (const record of recordsOf(path)) {
        into.clear();
        expect(toJsonLine(record, into)).toBe(true);
        const line: unknown = JSON.parse(into.toString());
        expect(line).toEqual(JSON.parse(JSON.stringify(fieldsOf(record))));
      }
    }
  });
});

describe.skipIf(!hasCorpora)('the regression cases of SigmaHQ', () => {
  const engine = createEngine(parseSigma(hasCorpora ? ruleSources() : []).rules);
  const { mappings } = loadMappings(mappingSources());

  it('give the same hits on the event log as on the JSON beside it', () => {
    const cases = hasCorpora ? regressionCases() : [];
    for (const { name, events } of cases) {
      const [path = ''] = evtxFiles(join('sigma/regression_data', name));
      const hitsOn = (fields: (typeof events)[number]['fields']) =>
        engine.evaluate(applyMapping(mappings, { product: 'windows', fields })).map(({ rule }) => rule.id);
      const ours = [...recordsOf(path)].map((record) => hitsOn(fieldsOf(record) ?? {}));
      expect(ours, name).toEqual(events.map(({ fields }) => hitsOn(fields)));
    }
    expect(cases).toHaveLength(93);
  });
});
