import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqlFolder } from './sql-folder.ts';
import { SqlLexer } from './sql-lexer.ts';
import { SqlToken, textOfToken } from './sql-token.ts';
import { letterOf } from './sql-type.ts';
import { detectSqli } from './sqli.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpora/libinjection/tests');

interface Case {
  readonly file: string;
  readonly input: string;
  readonly expected: string;
}

function casesOf(kind: string): readonly Case[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS)
    .filter((file) => file.startsWith(`test-${kind}-`))
    .map((file) => {
      const text = readFileSync(join(CORPUS, file), 'latin1');
      const [, input = '', expected = ''] = text.split(/^--(?:INPUT|EXPECTED)--\n/m);
      return { file, input: input.trim(), expected: expected.trim() };
    });
}

function show(token: SqlToken, text: string): string {
  const letter = letterOf(token.type);
  const quote = (code: number) => (code === 0 ? '' : String.fromCharCode(code));
  const written = textOfToken(token, text);
  const shown = /[sv]/.test(letter) ? `${quote(token.open)}${written}${quote(token.close)}` : written;
  return `${letter} ${'@'.repeat(token.signs)}${shown}`;
}

function tokensOf(text: string): readonly string[] {
  const lexer = new SqlLexer(text, { quote: '', dialect: 'ansi' });
  const token = new SqlToken();
  const shown: string[] = [];
  while (lexer.read(token)) shown.push(show(token, text));
  return shown;
}

function foldedOf(text: string): readonly string[] {
  const folder = new SqlFolder();
  folder.fold(new SqlLexer(text, { quote: '', dialect: 'ansi' }), { endsEarly: false });
  return folder.tokens.slice(0, folder.count).map((token) => show(token, text));
}

describe.skipIf(!existsSync(CORPUS))('the cases of libinjection', () => {
  it.each(casesOf('tokens'))('tokens $file', ({ input, expected }) => {
    expect(tokensOf(input).join('\n').trim()).toBe(expected);
  });

  it.each(casesOf('folding'))('folding $file', ({ input, expected }) => {
    // Phrases are put together of the words of the tables, which are upper case.
    const folded = foldedOf(input).map((line) => line.charAt(0) + line.slice(1).toLowerCase());
    const wanted = expected.replace(/(?<=^.).*/gm, (text) => text.toLowerCase());
    expect(folded.join('\n').trim()).toBe(wanted);
  });

  it.each(casesOf('sqli'))('sqli $file', ({ input, expected }) => {
    expect(detectSqli(input).fingerprint).toBe(expected);
  });
});

describe('detectSqli', () => {
  it.each([
    ["1' or '1'='1", 's&sos'],
    ['1 union select 1,2,3', '1UE1'],
    ["admin'--", 'sc'],
    ['1; drop table marker', '1;Tnn'],
    ["x' or sleep(5)#", 's&f(1'],
    ["1' and 1=1 union/* marker */select load_file('marker')--", 's&1UE'],
    ['1 /* a /* b */ c */', 'X'],
    ['" or "a"="a', 's&sos'],
  ])('finds %j as %s', (text, fingerprint) => {
    expect(detectSqli(text)).toEqual({ isSqli: true, fingerprint });
  });

  it.each([
    '',
    "O'Brien",
    "it's 5 o'clock and we're fine",
    'select a book from the union library',
    'hello -- world',
    'a=1&b=2',
    '100% & more',
    '2026-11-23',
    '-- ',
    Buffer.from('شهروند گرامی', 'utf8').toString('latin1'),
  ])('leaves %j alone', (text) => {
    expect(detectSqli(text)).toEqual({ isSqli: false, fingerprint: '' });
  });

  it('reads any bytes without failing, and the same text the same way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const bytes = Buffer.from(text, 'utf8').toString('latin1');
        expect(detectSqli(bytes)).toEqual(detectSqli(bytes));
      }),
    );
  });
});
