import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqlFolder } from './sql-folder.ts';
import { SqlLexer } from './sql-lexer.ts';
import { detectSqliInTokens } from './sqli.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };
import words from './tables/sql-words.json' with { type: 'json' };
import recorded from './testing/recorded-verdicts.json' with { type: 'json' };

const WHOLE = { endsEarly: false };

function endsEarly(text: string): boolean {
  const folder = new SqlFolder();
  folder.fold(new SqlLexer(text, { quote: '', dialect: 'ansi' }), { endsEarly: true });
  return folder.isDeadEnd;
}

/** Texts that begin as prose and go on as SQL of all kinds. */
const soup = fc
  .array(
    fc.oneof(
      {
        arbitrary: fc.constantFrom('we', 'would', 'x', '1', '12.5', "'a'", '"b"', '@v', '`n`', 'user', 'in'),
        weight: 4,
      },
      { arbitrary: fc.constantFrom(...Object.values(words).flat()), weight: 3 },
      {
        arbitrary: fc.constantFrom(
          ...'()[]{},.:;?\\+-*/%=<>!~&|#\'"`@$',
          '--',
          '-- ',
          '/*',
          '*/',
          '/*!',
          '/* c */',
          '``',
          '\n',
          '::',
          '||',
          '1,',
          'sp_password',
        ),
        weight: 3,
      },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .chain((parts) => fc.constantFrom(' ', ' ', '').map((between) => parts.join(between)));

describe('texts that begin as no injection does', () => {
  it.each([
    'We would like to extend the house',
    'anna.kalnina@example.org',
    'analytics:false',
    '/services/search',
    '127.0.0.1',
  ])('%s is not read to its end', (text) => {
    expect(endsEarly(text)).toBe(true);
  });

  it.each([
    ['we would /*! like', 'a comment that MySQL runs'],
    ['we would {`` like', 'an escape of ODBC without a name'],
    ['1 union select', 'a beginning of fingerprints'],
    ['we user', 'a word that may be a function'],
    ['x group', 'a word that may begin a phrase'],
    ['* union', ''],
  ])('%s is read on: %s', (text, why) => {
    expect(endsEarly(text)).toBe(why === '');
  });

  it('rests on the table: fingerprints begin neither with an operator nor with two words', () => {
    expect(fingerprints.filter((text) => /^(?:[o:?]|nn|n:|n\?|11|nv|sn|vn|v1)/i.test(text))).toEqual([]);
  });

  it('are judged as if they were read to their end', () => {
    let early = 0;
    let injections = 0;
    fc.assert(
      fc.property(soup, (text) => {
        const verdict = detectSqliInTokens(text, WHOLE);
        expect(detectSqliInTokens(text)).toEqual(verdict);
        if (verdict.isSqli) injections += 1;
        if (endsEarly(text)) early += 1;
      }),
      { numRuns: 30_000 },
    );
    expect(early).toBeGreaterThan(3_000);
    expect(injections).toBeGreaterThan(1_000);
  });

  it('so are those that were recorded', () => {
    for (const [text = ''] of recorded.sqli)
      expect(detectSqliInTokens(text)).toEqual(detectSqliInTokens(text, WHOLE));
  });
});
