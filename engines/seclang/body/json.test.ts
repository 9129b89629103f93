import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownNames } from '../transaction/known-names.ts';
import { type JsonLimits, parseJson } from './json.ts';
import { pairsOf } from './testing/pairs-of.ts';

/** One for all tests: what is known of names must not change what is read. */
const KNOWN = new KnownNames();

type Pair = readonly [name: string, value: string];

/** Fields as pairs, and the error. */
function read(text: string, limits: JsonLimits) {
  const parsed = parseJson(text, limits, KNOWN);
  return { fields: pairsOf(parsed), error: parsed.error };
}

const LIMITS = { depth: 4, fields: 10 };
const WIDE = { depth: 64, fields: 100_000 };

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** Fields as libmodsecurity names them, from what `JSON.parse` understood. */
function flatten(value: unknown, path: string): readonly Pair[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => flatten(item, `${path}.array_${at}`));
  if (value === null) return [[path, '']];
  if (typeof value !== 'object') return [[path, utf8(String(value))]];
  return Object.entries(value).flatMap(([name, item]) =>
    flatten(item, `${path}.${name === '' ? 'empty-key' : utf8(name)}`),
  );
}

describe('JSON bodies', () => {
  it.each<[text: string, fields: readonly Pair[]]>([
    [
      '{"a":{"b":[1,true,null,"x",false]}}',
      [
        ['json.a.b.array_0', '1'],
        ['json.a.b.array_1', 'true'],
        ['json.a.b.array_2', ''],
        ['json.a.b.array_3', 'x'],
        ['json.a.b.array_4', 'false'],
      ],
    ],
    [
      '{"a":1,"a":2}',
      [
        ['json.a', '1'],
        ['json.a', '2'],
      ],
    ],
    ['"\\u00e9\\n"', [['json', '\xc3\xa9\n']]],
    [' [ ] ', []],
    ['{}', []],
    ['-0', [['json', '-0']]],
    ['{"":{"":1}}', [['json.empty-key.empty-key', '1']]],
    ['{"a.b":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000"}', [['json.a.b', '"\\/\b\f\n\r\t\0']]],
    [
      '[12345678901234567890.10, -0.5E+3]',
      [
        ['json.array_0', '12345678901234567890.10'],
        ['json.array_1', '-0.5E+3'],
      ],
    ],
    ['"\\ud83d\\ude00"', [['json', '\xf0\x9f\x98\x80']]],
    [
      '"\\ud83dx\\ude00\\ud83d\\ud83d\\ude00"',
      [['json', '\xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80']],
    ],
    ['"\xd8\xb4\xe2\x82\xac\xf0\x9f\x98\x80"', [['json', '\xd8\xb4\xe2\x82\xac\xf0\x9f\x98\x80']]],
    ['\r\n\t[[1]]\n', [['json.array_0.array_0', '1']]],
  ])('%s', (text, fields) => {
    expect(read(text, LIMITS)).toEqual({ fields, error: null });
  });

  it.each([
    ['{"a":1', 'JSON: unexpected input at byte 6'],
    ['[1,]', 'JSON: unexpected input at byte 3'],
    ['{"a":1,}', 'JSON: unexpected input at byte 7'],
    ['{"a":1}x', 'JSON: unexpected input at byte 7'],
    ['{"a":1}{"b":2}', 'JSON: unexpected input at byte 7'],
    ['[[[[[1]]]]]', 'JSON: nested deeper than 4'],
    [JSON.stringify(new Array(11).fill(0)), 'JSON: more than 10 values'],
    ['', 'JSON: unexpected input at byte 0'],
    ['  ', 'JSON: unexpected input at byte 2'],
    ['{"a":NaN}', 'JSON: unexpected input at byte 5'],
    ['{a:1}', 'JSON: unexpected input at byte 1'],
    ["{'a':1}", 'JSON: unexpected input at byte 1'],
    ['[01]', 'JSON: unexpected input at byte 2'],
    ['[1.]', 'JSON: unexpected input at byte 1'],
    ['[-]', 'JSON: unexpected input at byte 1'],
    ['[.5]', 'JSON: unexpected input at byte 1'],
    ['[truE]', 'JSON: unexpected input at byte 1'],
    ['"\t"', 'JSON: unexpected input at byte 0'],
    ['"\\x41"', 'JSON: unexpected input at byte 0'],
    ['"\\u12"', 'JSON: unexpected input at byte 0'],
    ['["open', 'JSON: unexpected input at byte 1'],
    ['\xef\xbb\xbf{}', 'JSON: unexpected input at byte 0'],
    ['// x\n{}', 'JSON: unexpected input at byte 0'],
    ['["\xff"]', 'JSON: unexpected input at byte 1'],
    ['["\xc0\xaf"]', 'JSON: unexpected input at byte 1'],
    ['["\xed\xa0\x80"]', 'JSON: unexpected input at byte 1'],
    ['["\xf4\x90\x80\x80"]', 'JSON: unexpected input at byte 1'],
    ['["\xe2\x82"]', 'JSON: unexpected input at byte 1'],
  ])('%j is an error', (text, error) => {
    expect(read(text, LIMITS).error).toBe(error);
  });

  it('keeps the fields before an error', () => {
    expect(read('{"a":1,"b":}', LIMITS).fields).toEqual([['json.a', '1']]);
    expect(read(JSON.stringify(new Array(11).fill(0)), LIMITS).fields).toHaveLength(10);
  });

  it.each([
    ['a long name around many values', `{"${'n'.repeat(5_000)}":[${'1,'.repeat(299)}1]}`, 209, 2 ** 20],
    ['deep nesting', `${'{"level":'.repeat(400)}[${'1,'.repeat(999)}1]${'}'.repeat(400)}`, 434, 2 ** 20],
    ['a large body', `{"${'n'.repeat(60_000)}":[${'1,'.repeat(9_999)}1]}`, 21, 16 * 80_006],
  ])('bounds what names take together: %s', (_, text, kept, limit) => {
    const { fields, error } = read(text, { depth: 512, fields: 10_000 });
    expect(error).toBe(
      `JSON: the names of all values, written out with those around them, take more than ${limit} bytes`,
    );
    expect(fields).toHaveLength(kept);
  });

  it('takes lists of records, however long', () => {
    const record = { id: 1, name: 'x', address: { street: 'y', postal_code: '1' }, tags: ['a', 'b', 'c'] };
    const text = JSON.stringify({ result: { items: new Array(20_000).fill(record) } });
    expect(read(text, { depth: 64, fields: 1_000_000 })).toMatchObject({ error: null });
  });

  it('finds in valid JSON what JSON.parse finds', () => {
    const json = fc.json({ maxDepth: 3 });
    fc.assert(
      fc.property(json, (text) => {
        const value: unknown = JSON.parse(text);
        const parsed = read(utf8(text), WIDE);
        expect(parsed.error).toBeNull();
        // Numbers stay as they are written; `fc.json` writes the shortest form but for -0 and exponents.
        const asNumbers = (fields: readonly Pair[]) =>
          fields.map(([name, text]) => [name, /^-?\d/.test(text) ? String(Number(text)) : text]);
        expect(asNumbers(parsed.fields)).toEqual(asNumbers(flatten(value, 'json')));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '1',
        'true',
        ' ',
        '"',
        '-',
        '0',
        '.5',
        'e1',
        'null',
        '\\',
        '\\u0041',
        '\n',
      ),
    );
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join('')),
        (text) => {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(read(text, WIDE).error === null).toBe(valid);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('reads any bytes without failing', () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(bytes, (text) => {
        for (const around of [text, `["${text}"]`, `{"${text}":${text}}`]) {
          const { error, fields } = read(around, LIMITS);
          expect(error === null || error.startsWith('JSON: ')).toBe(true);
          expect(fields.length).toBeLessThanOrEqual(LIMITS.fields);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes strings as UTF-8 decoders do', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const bytes = fc.array(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xc1, 0xf5),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(bytes, (codes) => {
        let valid = true;
        try {
          decoder.decode(Uint8Array.from(codes));
        } catch {
          valid = false;
        }
        expect(read(`"${String.fromCharCode(...codes)}"`, WIDE).error === null).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });
});
