import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { SigmaEvent, SigmaScanner } from '../api.ts';
import { createEngine } from '../compile/engine.ts';
import { parseSigma } from '../load.ts';
import { applyMapping } from '../mapping/apply.ts';
import { loadMappings } from '../mapping/load.ts';
import { ruleMatches } from '../oracle/evaluate.ts';
import { ROOM_BYTES } from './layout.ts';

const MAPPING = `
mapping: test
logsource: { product: p }
services: { field: Channel, values: { One: one, 'Tw/o': two } }
categories:
  - { service: one, field: EventID, values: { 1: start, 2: [stop, end] } }
further:
  - { logsource: { service: two }, where: { h: "a*" }, add: { category: more } }
fields:
  - logsource: { service: one }
    aliases: { f: [F1, n.x], g: [f] }
    compose: { h: ['{F1}\\{G1}', '{g}-'] }
  - logsource: { category: more }
    where: { EventID: 1 }
    aliases: { k: [f] }
    translate: { h: { from: g, values: { a: 'ab', '1': 'b\\a' } } }
`;
const { mappings } = loadMappings([{ path: 'm.yaml', text: MAPPING }]);
const logsource = { product: 'p' };

const unit = fc.constantFrom('a', 'A', 'b', 'abab', '-', '/', '1', '.', '\\', '"', '\n', 'é', 'É', '–', '😀');
const text = fc.string({ unit, maxLength: 9 });
const pattern = fc.string({ unit: fc.oneof(unit, fc.constantFrom('*', '?', 'abab')), maxLength: 7 });
const name = fc.constantFrom('f', 'g', 'h', 'k', 'n.x', 'n', 'EventID');
const value = fc.oneof(pattern, fc.integer({ min: -1, max: 12 }), fc.boolean(), fc.constant(null));
const modifiers = ['contains', 'startswith', 'endswith', 'contains|all', 'contains|cased'];
const item = fc.oneof(
  fc.tuple(name, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }))),
  fc.tuple(
    fc.tuple(name, fc.constantFrom(...modifiers)).map((parts) => parts.join('|')),
    fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 })),
  ),
  fc.tuple(
    name.map((field) => `${field}|re`),
    fc.constantFrom('^a', 'b$', 'a.b', '(a|b){2}', 'é', '\\\\', '.'),
  ),
  fc.tuple(
    name.map((field) => `${field}|gt`),
    fc.integer({ min: -1, max: 12 }),
  ),
  fc.tuple(
    name.map((field) => `${field}|exists`),
    fc.boolean(),
  ),
);
const map = fc.array(item, { minLength: 1, maxLength: 3 }).map((entries) => Object.fromEntries(entries));
const detection = fc.oneof(
  { weight: 4, arbitrary: map },
  fc.array(map, { minLength: 1, maxLength: 2 }),
  fc.array(pattern, { minLength: 1, maxLength: 2 }),
);
const rules = fc.array(
  fc.record({
    detection: fc.record({
      a: detection,
      b: detection,
      condition: fc.constantFrom('a', 'a and b', 'a or b', 'not a', 'a and not b', 'all of them'),
    }),
    logsource: fc.constantFrom(
      logsource,
      { product: 'p', service: 'one' },
      { category: 'start' },
      { category: 'end' },
      { category: 'more' },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Text of a string as JSON, some of its characters escaped without need. */
const written = fc.tuple(text, fc.array(fc.nat({ max: 5 }), { maxLength: 8 })).map(([plain, ways]) => {
  const units = Array.from({ length: plain.length }, (_, at) => {
    const code = plain.charCodeAt(at).toString(16).padStart(4, '0');
    if (ways[at] === 1 && plain[at] === '/') return '\\/';
    if (ways[at] === 2) return `\\u${code}`;
    return JSON.stringify(plain[at]).slice(1, -1);
  });
  // Halves of a pair are written as such only where both are escaped, or neither.
  return plain.includes('\ud83d') ? JSON.stringify(plain) : `"${units.join('')}"`;
});
const number = fc.constantFrom(
  '1',
  '-1',
  '0',
  '-0',
  '1.0',
  '12',
  '1e1',
  '1E-7',
  '0.5',
  '12345678901234567890',
  '2.50',
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: written },
  number,
  fc.constantFrom('true', 'false', 'null', '"12"', '"+1"', '"01"', '"1"'),
);
const blank = fc.constantFrom('', '', '', ' ', '\t', ' \r ');
const list = (member: fc.Arbitrary<string>) =>
  fc.array(member, { maxLength: 3 }).map((members) => `[${members.join(', ')}]`);
const object = fc.oneof(scalar, list(scalar)).map((inner) => `{"x": ${inner},"y":{}}`);
const anyValue = fc.oneof({ weight: 8, arbitrary: scalar }, list(scalar), object, list(object));
const key = fc.constantFrom(
  'f',
  'g',
  'h',
  'k',
  'n',
  'n.x',
  'F1',
  'G1',
  'other',
  'a long name of a field',
  'é',
  '__proto__',
);
const channel = fc.constantFrom('"One"', '"one"', '"Tw\\/o"', '"Tw/o"', '"x"', '[]');
const eventId = fc.constantFrom('1', '"1"', '2', '1.0', 'null');
const line = fc
  .tuple(
    fc.option(channel),
    fc.option(eventId),
    fc.uniqueArray(fc.tuple(key, anyValue), { maxLength: 6, selector: ([field]) => field }),
    fc.array(blank, { minLength: 4, maxLength: 4 }),
    fc.constantFrom(...Array.from({ length: 20 }, () => ''), ',', '}', '"', '{', ' x', '\\'),
  )
  .map(([one, two, others, [a = '', b = '', c = '', d = ''], fault]) => {
    const named = [...(one === null ? [] : [['Channel', one]]), ...(two === null ? [] : [['EventID', two]])];
    const pairs = [...named, ...others].map(([field, text]) => `${a}"${field}"${b}:${c}${text}${d}`);
    return `${a}{${pairs.join(',')}${b}}${fault}${d}`;
  });

function scannerOf(engine: ReturnType<typeof createEngine>): SigmaScanner {
  const scanner = engine.createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  return scanner;
}

function loadRules(detections: readonly object[]) {
  const documents = detections.map((rule, index) => ({
    path: `${index}.yml`,
    text: stringify({ title: 't', id: `r${index}`, level: 'low', ...rule }),
  }));
  return parseSigma(documents).rules;
}

function eventOf(text: string): SigmaEvent | null {
  try {
    const fields = JSON.parse(text) as SigmaEvent['fields'];
    const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
    return isObject ? applyMapping(mappings, { ...logsource, fields }) : null;
  } catch {
    return null;
  }
}

/** Hits by line, as the scanner finds them. */
function scanned(scanner: SigmaScanner, lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const bytes = Buffer.from(lines.join('\n'));
  const found = new Map<string, readonly string[]>();
  for (const { start, end, hits } of scanner.scan(bytes)) {
    found.set(
      bytes.toString('utf8', start, end),
      hits.map(({ rule }) => rule.id),
    );
  }
  return found;
}

describe('a scanner of lines', () => {
  it('finds what the oracle finds, on random rules and lines', () => {
    let plain = 0;
    let lines = 0;
    let matched = 0;
    fc.assert(
      fc.property(rules, fc.uniqueArray(line, { minLength: 1, maxLength: 12 }), (written, texts) => {
        const loaded = loadRules(written);
        const scanner = scannerOf(createEngine(loaded));
        const found = scanned(scanner, texts);
        for (const text of texts) {
          const event = eventOf(text);
          const wanted = event === null ? [] : loaded.filter((rule) => ruleMatches(rule, event));
          matched += wanted.length;
          expect([text, found.get(text) ?? []]).toEqual([text, wanted.map(({ info }) => info.id)]);
        }
        lines += scanner.counts.lines;
        plain += scanner.counts.plain;
      }),
      { numRuns: 80 },
    );
    // Drawn at random: 100 to 220 in seven runs looked at.
    expect(matched).toBeGreaterThan(20);
    expect(plain).toBeLessThan(lines * 0.8);
  }, 60_000);

  const engine = createEngine(
    loadRules([
      { logsource, detection: { a: { f: 'x' }, condition: 'a' } },
      { logsource, detection: { a: ['keyword'], condition: 'a' } },
    ]),
  );

  it.each([
    ['{"f":"x"}', ['r0']],
    ['{"f":"x","f":"y"}', []],
    ['{"f":"y","f":"X"}', ['r0']],
    ['{"\\u0066":"x"}', ['r0']],
    ['{"f":"x"} ', ['r0']],
    ['{"f":"x"},', []],
    ['{"f":"x",}', []],
    ['{"f":01}', []],
    ['{"f":"x","g":"\t"}', []],
    ['{"f":"x","g":"\\q"}', []],
    ['{"f":"x","g":"\\u12"}', []],
    ['{"f":"x","g":[1,]}', []],
    ['{"f":"x","g":[{"a":[]},"]"]}', ['r0']],
    ['["f","x"]', []],
    ['{}', []],
    ['{"g":{"h":["a KeyWord b"]}}', ['r1']],
    ['{"keyword":1}', []],
    ['{"f":"x","g":["\\q"]}', []],
    ['{"f":"x","g":"\\u00e9\\/"}', ['r0']],
    [`{"g":${'['.repeat(70)}${']'.repeat(70)},"f":"x"}`, ['r0']],
    [`{"f":"${'long'.repeat(ROOM_BYTES / 4)}","g":"keyword"}`, ['r1']],
  ])('%.60s', (text, wanted) => {
    const found = [...scannerOf(engine).scan(Buffer.from(text))];
    expect(found.flatMap(({ hits }) => hits.map(({ rule }) => rule.id))).toEqual(wanted);
  });

  it('says where lines stand, over parts of any length', () => {
    const filler = `{"f":"${'y'.repeat(ROOM_BYTES / 3)}"}\n`;
    const bytes = Buffer.from(`\n${filler}${filler}{"f":"x"}\n\n${filler}no JSON\n{"g":"keyword"}`);
    const scanner = scannerOf(engine);
    const found: string[] = [];
    for (const { start, end } of scanner.scan(bytes)) found.push(bytes.toString('utf8', start, end));
    expect(found).toEqual(['{"f":"x"}', '{"g":"keyword"}']);
    expect(scanner.counts).toMatchObject({ lines: 6, plain: 1, unparsed: 1 });
  });
});
