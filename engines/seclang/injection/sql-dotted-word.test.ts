import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDottedWord } from './sql-dotted-word.ts';
import { SqlLexer } from './sql-lexer.ts';
import { SqlToken } from './sql-token.ts';
import { detectSqli, detectSqliInTokens } from './sqli.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };
import words from './tables/sql-words.json' with { type: 'json' };

const PLAIN = [
  'json',
  'items',
  'array_0',
  'name',
  'www',
  'example',
  'com',
  '_',
  'x',
  'n',
  'q',
  'u',
  'b',
  'e',
];
const NUMBERS = ['0', '1', '12', '1e5', '0x1f', '0b01'];
const SQL = Object.values(words)
  .flat()
  .flatMap((word) => [word, word.toLowerCase()])
  .filter((word) => /^[\w.]+$/.test(word));

/** Words with points, now and then with something else in them. */
const dotted = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...PLAIN), weight: 4 },
      { arbitrary: fc.constantFrom(...SQL), weight: 2 },
      { arbitrary: fc.constantFrom(...NUMBERS), weight: 1 },
      { arbitrary: fc.constantFrom('.', '..', '._', ' ', '-', "'", '`', '(', '\xe9'), weight: 1 },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom('.', '.', '.', '', '_').map((between) => parts.join(between)));

function tokenCountOf(text: string): number {
  const lexer = new SqlLexer(text, { quote: '', dialect: 'ansi' });
  const token = new SqlToken();
  while (lexer.read(token));
  return lexer.tokenCount;
}

describe('words with points', () => {
  it.each([
    'json.items.array_0.name',
    'www.example.com',
    'a',
    '_x.1',
    'users',
    'a..b.',
    'j.select',
    'select',
  ])('%s is one word', (text) => {
    expect(isDottedWord(text)).toBe(true);
    expect(tokenCountOf(text)).toBe(1);
  });

  it.each(['', '1.e', '.a', 'select.x', 'dbms_pipe.receive_message.x', 'a b', 'a-b', "n'x'", 'é', 'a\u0161'])(
    '%s may be more',
    (text) => {
      expect(isDottedWord(text)).toBe(false);
    },
  );

  it('rests on the table: no fingerprint of one type comes of a word', () => {
    expect(fingerprints.filter((text) => text.length < 2)).toEqual(['X']);
  });

  it('are one token, and judged as by reading tokens', () => {
    let short = 0;
    fc.assert(
      fc.property(dotted, (text) => {
        expect(detectSqli(text)).toEqual(detectSqliInTokens(text));
        if (!isDottedWord(text)) return;
        short += 1;
        expect(tokenCountOf(text)).toBe(1);
      }),
      { numRuns: 10_000 },
    );
    expect(short).toBeGreaterThan(1_500);
  });
});
