import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import type { Rule } from '../ast/rule.ts';
import { createEngine } from '../compile/engine.ts';
import { parseSigma } from '../load.ts';
import { applyMapping } from '../mapping/apply.ts';
import { loadMappings } from '../mapping/load.ts';
import type { Mappings } from '../mapping/mapping.ts';
import { ruleMatches } from '../oracle/evaluate.ts';
import { randomRules, sourceOf } from '../testing/random-rules.ts';

const logsource = { product: 'p' };

function mappingsOf(fields: string): Mappings {
  const text = `mapping: test\nlogsource: { product: p }\nfields: [{ logsource: { product: p }, ${fields} }]\n`;
  return loadMappings([{ path: 'm.yaml', text }]).mappings;
}

/** Fields of rules come from others in ways that programs follow, and in ways that they leave to the host. */
const allMappings = [
  loadMappings([]).mappings,
  mappingsOf('aliases: { f: [F1], g: [G1, F1] }'),
  mappingsOf("aliases: { f: [F1, n.x], n: [F1] }, translate: { g: { from: G1, values: { a: ab, '*': b } } }"),
];

/** Stands for a byte sequence that is no UTF-8, which ends too early. */
const BROKEN = '\ue000';
const units = ['a', 'A', 'b', '-', '/', '–', '1', '.', '\\', '"', '\n', 'é', 'É', '\u0007', BROKEN];
const text = fc.array(fc.constantFrom(...units, '😀'), { maxLength: 7 });
/** A text as JSON, some of its characters escaped without need. */
const written = fc.tuple(text, fc.array(fc.nat({ max: 9 }), { maxLength: 7 })).map(([chars, ways]) => {
  const escaped = chars.map((char, at) => {
    if (ways[at] === 1 && char === '/') return '\\/';
    if (ways[at] === 2 && char.length === 1 && char !== BROKEN) {
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }
    return JSON.stringify(char).slice(1, -1);
  });
  return `"${escaped.join('')}"`;
});
const number = fc.constantFrom(
  '1',
  '-1',
  '0',
  '-0',
  '1.0',
  '12',
  '1e1',
  '0.5',
  '12345678901234567890',
  '2.50',
);
const special = ['true', 'false', 'null', '"12"', '"+1"', '"01"', '"1"', '""', '"null"'];
const shaped = [
  '"10.1.2.3"',
  '"::1"',
  '"10.1.2.300"',
  '"2024-03-05T07:30:00"',
  '"YWI="',
  '"a\\nb"',
  '"\\\\nb"',
];
const scalar = fc.oneof(
  { weight: 8, arbitrary: written },
  number,
  fc.constantFrom(...special),
  fc.constantFrom(...shaped),
);
const list = fc.array(scalar, { maxLength: 2 }).map((members) => `[${members.join(',')}]`);
const object = scalar.map((inner) => `{"x":${inner}}`);
const value = fc.oneof({ weight: 12, arbitrary: scalar }, list, object);
const key = fc.constantFrom('f', 'f', 'g', 'g', 'n', 'n.x', 'F1', 'G1', 'other');
const line = fc
  .uniqueArray(fc.tuple(key, value), { maxLength: 6, selector: ([name]) => name })
  .map((pairs) => `{${pairs.map(([name, json]) => `"${name}":${json}`).join(',')}}`);

/** The bytes of a line, with the broken sequences in it. */
function bytesOf(json: string): Buffer {
  const bytes = Buffer.from(json).toString('latin1');
  return Buffer.from(bytes.replaceAll(Buffer.from(BROKEN).toString('latin1'), '\xe2\x80'), 'latin1');
}

function scannerOf(rules: readonly Rule[], mappings: Mappings) {
  const scanner = createEngine(rules).createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  return scanner;
}

describe('programs for conditions', () => {
  it('leave what the oracle finds, on random rules and lines', () => {
    let decided = 0;
    let matched = 0;
    const texts = fc.array(line, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(randomRules, texts, fc.constantFrom(...allMappings), (detections, jsons, mappings) => {
        const { rules } = parseSigma(detections.map(sourceOf));
        const lines = jsons.map(bytesOf);
        const wanted = lines.map((bytes) => {
          const fields = JSON.parse(bytes.toString('utf8')) as SigmaEvent['fields'];
          const event = applyMapping(mappings, { ...logsource, fields });
          return rules.filter((rule) => ruleMatches(rule, event)).map(({ info }) => info.id);
        });
        const scanner = scannerOf(rules, mappings);
        // Programs are written while lines are seen for the first time.
        for (const turn of ['written', 'run']) {
          for (const [index, bytes] of lines.entries()) {
            const hits = [...scanner.scan(bytes)].flatMap((found) => found.hits.map(({ rule }) => rule.id));
            expect([turn, jsons[index], ...hits]).toEqual([turn, jsons[index], ...(wanted[index] ?? [])]);
          }
        }
        decided += scanner.counts.rulesDecided;
        matched += wanted.flat().length * 2;
      }),
      { numRuns: 100 },
    );
    expect(matched).toBeGreaterThan(100);
    expect(decided).toBeGreaterThan(50);
  }, 60_000);

  const path = String.raw`C:\\Users\\x\\Start \"Menu\"\\a.EXE`;
  it.each<[what: string, detection: object, line: string, becomes: 'false' | 'tried']>([
    ['a text that is equal', { f: 'A', g: 'x' }, '{"f":"a","g":"X"}', 'tried'],
    ['a text that is cased', { 'f|cased': 'A' }, '{"f":"a"}', 'false'],
    ['a filter', { 'g|endswith': '\\a.exe' }, `{"f":"a","g":"${path}"}`, 'false'],
    ['a filter beyond', { 'g|endswith': '\\b.exe' }, `{"f":"a","g":"${path}"}`, 'tried'],
    ['a start', { 'g|startswith': 'c:\\users\\' }, `{"f":"a","g":"${path}"}`, 'false'],
    ['a part', { 'g|contains': ['-', '\\start "menu"\\'] }, `{"f":"a","g":"${path}"}`, 'false'],
    ['all parts', { 'g|contains|all': ['a.exe', 'users'] }, `{"f":"a","g":"${path}"}`, 'false'],
    ['stars', { g: 'c:*\\x*.exe' }, `{"f":"a","g":"${path}"}`, 'false'],
    ['single characters', { g: '*\\star? ?menu?*?.exe' }, `{"f":"a","g":"${path}"}`, 'false'],
    ['a dash', { 'g|contains|windash': ' -enc ' }, '{"f":"a","g":"x –ENC y"}', 'false'],
    ['an expression', { 'g|re': 'Users\\\\\\w\\\\' }, `{"f":"a","g":"${path}"}`, 'false'],
    ['the end of a line', { 'g|re': 'b$' }, '{"f":"a","g":"b\\n"}', 'false'],
    ['a number', { g: 12 }, '{"f":"a","g":12}', 'false'],
    ['a number as text', { g: 12 }, '{"f":"a","g":"12"}', 'false'],
    ['another number', { g: 12 }, '{"f":"a","g":"13"}', 'tried'],
    ['a greater number', { 'g|gt': 11.5 }, '{"f":"a","g":12}', 'false'],
    ['a number below', { 'g|lte': -3 }, '{"f":"a","g":-3}', 'false'],
    ['a truth', { g: true }, '{"f":"a","g":true}', 'false'],
    ['null', { g: null }, '{"f":"a","g":null}', 'false'],
    ['a field that is missing', { g: null }, '{"f":"a"}', 'false'],
    ['a field that is there', { 'g|exists': true }, '{"f":"a","g":[]}', 'false'],
    ['a network', { 'g|cidr': '10.0.0.0/8' }, '{"f":"a","g":"10.9.8.7"}', 'false'],
    ['a field by another name', { g: 'b' }, '{"f":"a","G1":"B"}', 'false'],
    ['another spelling', { g: 'b' }, '{"f":"a","g":"\\u0062"}', 'false'],
    ['an escape that stays', { g: '\u0001b' }, '{"f":"a","g":"\\u0001b"}', 'false'],
    ['something nested', { g: 'b' }, '{"f":"a","g":["b"]}', 'false'],
  ])('decide on %s', (what, filter, json, becomes) => {
    const isSelection = 'f' in filter || 'f|cased' in filter;
    const detection = isSelection
      ? { selection: filter, condition: 'selection' }
      : { selection: { 'f|contains': 'a' }, filter, condition: 'selection and not filter' };
    const { rules } = parseSigma([sourceOf(detection, 0)]);
    const scanner = scannerOf(rules, mappingsOf('aliases: { g: [G1] }'));
    const scan = () => Array.from(scanner.scan(Buffer.from(json))).length;
    scan();
    const { rulesTried, rulesDecided } = scanner.counts;
    const hits = scan();
    const counts = [scanner.counts.rulesTried - rulesTried, scanner.counts.rulesDecided - rulesDecided];
    const wanted = becomes === 'tried' ? [1, 0, 1] : LEFT_TO_HOST.has(what) ? [1, 0, 0] : [0, 1, 0];
    expect([...counts, hits]).toEqual(wanted);
  });
});

/** What programs do not see through. */
const LEFT_TO_HOST: ReadonlySet<string> = new Set(['an escape that stays', 'something nested']);
