import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnyYaml } from './documents.ts';
import { readPlainYaml } from './plain-yaml.ts';

/** What the library makes of a text; null where it finds a mistake. */
function readByLibrary(text: string) {
  const documents = readAnyYaml({ path: 'r.yml', text });
  return documents.some(({ node }) => node === null) ? null : documents.map(({ node }) => node);
}

const PIECES = [
  ...['[a, b]', '{ a: b }', '[', ', ', '{ a: [1, c], ', "'k': [] }", '}', ']', ', b: { ', '[]', '{}'],
  ...[
    ' ',
    '  ',
    '    ',
    '\n',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    '\n- ',
    '\n  - ',
    ': ',
    ':',
    ':\n',
    'a: b',
    "'k': ",
  ],
  ...[
    'a',
    'b',
    'key: ',
    '\nkey:\n',
    "'",
    "''",
    '"',
    '\\',
    '\\"',
    '#',
    ' # c',
    '|',
    '|\n',
    ': |\n   ',
    '|-\n',
  ],
  ...[
    '0',
    '17',
    '007',
    '-1',
    '-0',
    '1.5',
    '0x1f',
    '1e3',
    '.inf',
    'true',
    'True',
    'null',
    '~',
    '<<',
    '+1',
    '1_0',
  ],
  ...[
    '---',
    '---\n',
    '...\n',
    ',',
    '[',
    ']',
    '{',
    '}',
    '&a',
    '*a',
    '!t',
    '>',
    '%',
    '@',
    '`',
    '-',
    '?',
    '? ',
    '-x',
  ],
  ...[
    '\u00a0',
    '\u00e4',
    '\u2028',
    '\u{1f600}',
    '\t',
    '\r\n',
    '\ufeff',
    '\u0085',
    '1 of x*',
    'x\\*',
    'Infinity',
  ],
];

describe('readPlainYaml', () => {
  it('reads what it reads as the library does', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));
    let read = 0;
    fc.assert(
      fc.property(text, (yaml) => {
        const plain = readPlainYaml(yaml);
        if (plain === null) return;
        read += plain.length;
        expect(plain).toEqual(readByLibrary(yaml));
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('reads texts that are nearly plain as the library does, or not at all', () => {
    const rule =
      "title: A rule # with a comment\nid: x\ntags:\n    - attack.t1059\n    - 'it''s'\ndetection:\n  s:\n    - A|contains:\n        - '*x'\n        - \"q\\\\\"\n      B: 4\n    - C: null\n  text: |\n    one\n\n      two\n  condition: s\n---\nlevel: high\nflow: { product: windows, list: [a, 'b', 3, {}], 'k': true }\n";
    expect(readPlainYaml(rule)).toEqual(readByLibrary(rule));
    const change = fc.record({
      at: fc.nat(rule.length),
      drop: fc.nat(6),
      put: fc.constantFrom('', ...PIECES),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const yaml = changes.reduce(
          (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
          rule,
        );
        const plain = readPlainYaml(yaml);
        if (plain !== null) expect(plain).toEqual(readByLibrary(yaml));
      }),
      { numRuns: 4000 },
    );
  });

  it.each([
    ['a map over several lines in braces', 'a: {\n  b: c }'],
    ['a text over several lines', 'a: b\n  c'],
    ['a folded text', 'a: >\n  b'],
    ['a key twice', 'a: 1\na: 2'],
    ['an alias', 'a: *b'],
    ['a tab', 'a: b\tc'],
    ['a number that is not written in decimal', 'a: 0x10'],
    ['an empty value', 'a:\nb: c'],
    ['no map', '- a'],
    ['a key that is no text', 'true: a'],
    ['deep nesting', Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('leaves to the library: %s', (_what, yaml) => {
    expect(readPlainYaml(yaml)).toBeNull();
  });
});
