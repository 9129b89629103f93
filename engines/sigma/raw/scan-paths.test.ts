import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { SigmaScanner } from '../api.ts';
import type { Rule } from '../ast/rule.ts';
import { createEngine } from '../compile/engine.ts';
import { parseSigma } from '../load.ts';
import { loadMappings } from '../mapping/load.ts';
import { ruleMatches } from '../oracle/evaluate.ts';
import { KNOWN_BYTES, RECORDS_BYTES, ROUTE_LIMIT } from './layout.ts';

const { mappings } = loadMappings([]);
const logsource = { product: 'p' };

function rulesOf(detections: readonly object[]): readonly Rule[] {
  return parseSigma(
    detections.map((selection, index) => ({
      path: `${index}.yml`,
      text: stringify({
        ...{ title: 't', id: `r${index}`, level: 'low', logsource },
        detection: { selection, condition: 'selection' },
      }),
    })),
  ).rules;
}

function scannerOf(rules: readonly Rule[]): SigmaScanner {
  const scanner = createEngine(rules).createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  return scanner;
}

/** Hits by line. */
function hitsOf(scanner: SigmaScanner, lines: readonly string[]): readonly string[] {
  const bytes = Buffer.from(lines.join('\n'));
  const found = new Map<number, string>();
  for (const { start, hits } of scanner.scan(bytes)) found.set(start, hits.map(({ rule }) => rule.id).join());
  let at = 0;
  return lines.map((line) => {
    const hits = found.get(at) ?? '';
    at += Buffer.byteLength(line) + 1;
    return hits;
  });
}

function wantedOf(rules: readonly Rule[], line: string): string {
  const event = { logsource, fields: JSON.parse(line) };
  return rules
    .filter((rule) => ruleMatches(rule, event))
    .map(({ info }) => info.id)
    .join();
}

/** Texts that share stretches, so that many of them stand in one value; of all lengths at which they are looked for otherwise. */
const MANY = Array.from({ length: 260 }, (_, index) => {
  const text = `${(index * 7919).toString(36)}\\Tool${(index % 13).toString(36)}.exe -${'opq'[index % 3]}${index}`;
  return text.slice(index % 4, (index % 4) + 3 + (index % 17));
});
const WAYS = ['contains', 'contains', 'startswith', 'endswith'] as const;
const NUMBERS = { g: ['12', 34, '*5*'] };

describe('a search of values', () => {
  const rules = rulesOf([
    ...MANY.map((text, index) => ({ [`f|${WAYS[index % 4]}`]: text })),
    NUMBERS,
    ['keyWord', 'a*zz'],
  ]);
  const piece = fc.oneof(
    fc.constantFrom(...MANY, 'KEYword', 'keywor', 'é', '"', '\\'),
    fc.nat({ max: 70 }).map((length) => 'z'.repeat(length)),
    fc.constantFrom(15, 16, 17, 31, 32, 33, 63, 64, 65).map((length) => 'y'.repeat(length)),
  );
  const value = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
  const line = fc
    .tuple(value, value, fc.constantFrom('12', 12, 34, '34', '034', 512, null, true, ['12']))
    .map(([f, other, g]) => JSON.stringify({ f, other, g }));

  it('finds the same in a value that is new, comes again, and comes often', () => {
    const scanner = scannerOf(rules);
    let matched = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const wanted = lines.map((text) => wantedOf(rules, text));
        matched += wanted.join('').length;
        for (let turn = 0; turn < 4; turn += 1) expect(hitsOf(scanner, lines)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
    expect(matched).toBeGreaterThan(100);
  }, 60_000);

  it('tells values apart that are alike where their hashes look', () => {
    const scanner = scannerOf(rulesOf([{ 'f|contains': 'needle' }]));
    // A hash is of the first, the middle and the last 8 bytes of 40.
    const lines = ['needle', 'noodle', 'beetle'].map((word) =>
      JSON.stringify({ f: `--------${word}--++++++++--------++++++++` }),
    );
    for (let turn = 0; turn < 5; turn += 1) expect(hitsOf(scanner, lines)).toEqual(['r0', '', '']);
  });

  it('forgets values when there are too many, and finds the same', () => {
    const scanner = scannerOf(rulesOf([{ 'f|contains': 'needle' }]));
    const long = KNOWN_BYTES.most - 64;
    const count = Math.ceil((RECORDS_BYTES * 2.5) / long);
    const lines = Array.from({ length: count }, (_, index) =>
      JSON.stringify({ f: `${index}${'x'.repeat(long)}${index % 3 === 0 ? 'needle' : 'noodle'}` }),
    );
    const wanted = lines.map((_, index) => (index % 3 === 0 ? 'r0' : ''));
    for (let turn = 0; turn < 2; turn += 1) expect(hitsOf(scanner, lines)).toEqual(wanted);
  });
});

describe('a reader that knows what stood between values', () => {
  const rules = rulesOf([{ b: 'x' }, { b: 2 }, { 'a long name of more than 32 bytes in all': 'x' }]);
  const learnt = ['{"a":1,"b":"x"}', '{"b":"x","a":1}', '{ "a" : 1 , "b" : "x" }', '{"a":"s","b":2}'];
  it.each<[line: string, wanted: string]>([
    ['{"a":1,"b":"x"}', 'r0'],
    ['{"b":"x","a":1}', 'r0'],
    ['{"b":"x"}', 'r0'],
    ['{"b":2}', 'r1'],
    ['{"a":1,"b":2}', 'r1'],
    ['{"a":1,"b": 2}', 'r1'],
    ['{"a":1,"b":  "x"}', 'r0'],
    ['{"a":1,"c":3,"b":"x","d":[]}', 'r0'],
    ['{"a":1,"bb":"x"}', ''],
    ['{"a":1,"b":"y","b":"x"}', 'r0'],
    ['{"a":1,"b":"x","b":"y"}', ''],
    ['{"a":1{"b":"x"}', ''],
    ['{"a":1"b":"x"}', ''],
    ['{"a":1,,"b":"x"}', ''],
    ['{,"b":"x"}', ''],
    ['{"a":1,"b":"x",}', ''],
    ['{"a":1,"b":"x"}}', ''],
    ['{"a":1,"b":}', ''],
    ['{"":1,"b":"x"}', 'r0'],
    ['{"a":1,"a long name of more than 32 bytes in all":"x"}', 'r2'],
    ['{"a long name of more than 32 bytes in all":"x","b":"x"}', 'r0,r2'],
  ])('reads %s', (line, wanted) => {
    const scanner = scannerOf(rules);
    for (let turn = 0; turn < 3; turn += 1) {
      hitsOf(scanner, learnt);
      expect(hitsOf(scanner, [line, ...learnt])[0]).toBe(wanted);
    }
  });
});

describe('ever new values of a field that decides on rules', () => {
  it('leave the rules for them as they are', () => {
    const text = `
mapping: test
logsource: { product: p }
services: { field: Channel, values: { One: one } }
`;
    const mapped = loadMappings([{ path: 'm.yaml', text }]).mappings;
    const scanner = createEngine(rulesOf([{ f: 'x' }])).createScanner({ mappings: mapped, logsource });
    if (scanner === null) throw new Error('this runtime has no WebAssembly');
    const lines = Array.from({ length: 3 * ROUTE_LIMIT }, (_, index) =>
      JSON.stringify({
        Channel: index % 3 === 0 ? 'One' : `${index}`.repeat(index % 700),
        f: index % 2 ? 'x' : 'y',
      }),
    );
    expect(hitsOf(scanner, lines)).toEqual(lines.map((_, index) => (index % 2 ? 'r0' : '')));
    expect(scanner.counts.plain).toBe(0);
  });
});

describe('escapes that are seldom written', () => {
  const texts = ['Ab', 'é€😀', 'a/b', '\n\t"\\', '\u0001\u001f', '\ud83d!', 'plain'];
  const rules = rulesOf([...texts.map((text) => ({ f: text })), ['kéy']]);
  const hex = (unit: number) => unit.toString(16).padStart(4, '0');
  const inFull = (text: string, toCase: (digits: string) => string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${toCase(hex(text.charCodeAt(at)))}`).join('');
  it.each(texts.map((text, index) => [text, `r${index}`]))('are read: %j', (text, id) => {
    const scanner = scannerOf(rules);
    for (const written of [
      inFull(text, (digits) => digits),
      inFull(text, (digits) => digits.toUpperCase()),
    ]) {
      for (let padding = 0; padding < 36; padding += 1) {
        const line = `{"o":"${'\\/'.repeat(padding % 3)}${'o'.repeat(padding)}","f":"${written}"}`;
        expect(hitsOf(scanner, [line, line])).toEqual([id, id]);
      }
    }
    expect(scanner.counts.plain).toBe(0);
  });

  it.each<[line: string, wanted: string]>([
    ['{"x":["k\\u00e9y"]}', 'r7'],
    ['{"x":{"y":"\\u006b\\u00c9Y k\\u00e9y"}}', 'r7'],
    ['{"x":"k\\u00e8y"}', ''],
    ['{"f":"plain","x":"\\u00g0"}', ''],
    ['{"f":"plain","x":"\\u00"}', ''],
    ['{"f":"plain","x":"\\x"}', ''],
    ['{"f":"plain","x":["\\u12"]}', ''],
    ['{"f":"plain","x":"\\u0022,\\u0022"}', 'r6'],
    ['{"f":"pl\\u0061in","f":"x"}', ''],
    ['{"f":"x","f":"pl\\u0061in"}', 'r6'],
  ])('are read in %s', (line, wanted) => {
    const scanner = scannerOf(rules);
    expect(hitsOf(scanner, [line, '{"f":"plain"}', line])).toEqual([wanted, 'r6', wanted]);
  });

  it('keep the place of their line', () => {
    const lines = ['{"f":"\\u0061"}', '{"f":"pl\\u0061in"}', '{"f":"plain"}'];
    const bytes = Buffer.from(lines.join('\n'));
    const found = Array.from(scannerOf(rules).scan(bytes), ({ start, end, event }) => [
      bytes.toString('utf8', start, end),
      event().fields,
    ]);
    expect(found).toEqual(lines.slice(1).map((line) => [line, { f: 'plain' }]));
  });
});
