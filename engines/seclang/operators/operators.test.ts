import { describe, expect, it } from 'vitest';
import { compileMacro, type MacroScope } from '../compile/macro.ts';
import { OPERATORS, operatorNamed } from './index.ts';
import type { OperatorMatch } from './operator.ts';

const SCOPE: MacroScope = {
  macroValue: (collection, key) => (collection === 'tx' && key === 'list' ? 'GET POST' : ''),
};
const FILES: Readonly<Record<string, string>> = {
  'words.data': '# comment\n\nNikto\nsqlmap\n',
  'nets.data': '192.0.2.0/24\n',
};

function make(name: string, argument: string) {
  const definition = operatorNamed(name);
  if (definition === undefined) throw new Error(`no operator ${name}`);
  const geo = (address: string) => (address.startsWith('192.') ? { countryCode: 'CZ' } : null);
  const blocklists = { answer: (asked: string) => (asked === '1.2.0.192.bl.test' ? '127.0.0.2' : null) };
  const data = (file: string) => FILES[file] ?? null;
  return definition({ argument, text: compileMacro(argument), data, geo, blocklists });
}

const CASES: readonly (readonly [name: string, argument: string, value: string, matches: boolean])[] = [
  ['beginsWith', 'ab', 'abc', true],
  ['beginsWith', 'b', 'abc', false],
  ['contains', 'bc', 'abcd', true],
  ['contains', 'cb', 'abcd', false],
  ['containsWord', 'or', '1 or 1', true],
  ['containsWord', 'or', 'word', false],
  ['detectSQLi', '', "1' UNION SELECT a FROM b-- -", true],
  ['detectSQLi', '', 'plain words', false],
  ['detectXSS', '', '<script>', true],
  ['detectXSS', '', 'plain words', false],
  ['endsWith', '.sql', 'a.sql', true],
  ['endsWith', '.sql', 'a.sqlx', false],
  ['eq', '5', '5', true],
  ['eq', '0', 'no number', true],
  ['ge', '5', '5', true],
  ['gt', '5', '5', false],
  ['ipMatch', '192.0.2.0/24,::1', '192.0.2.9', true],
  ['ipMatch', '192.0.2.0/24,::1', 'no address', false],
  ['ipMatchF', 'nets.data', '192.0.2.9', true],
  ['ipMatchFromFile', 'nets.data', '198.51.100.1', false],
  ['le', '5', '5', true],
  ['lt', '5', '5', false],
  ['noMatch', '', 'a', false],
  ['pm', 'nikto sqlmap', 'Mozilla NIKTO', true],
  ['pm', 'A|42 43|D', 'xABCDx', true],
  ['pm', 'nikto sqlmap', 'Mozilla', false],
  ['pmFromFile', 'words.data', 'a SqlMap b', true],
  ['pmf', 'words.data', '# comment', false],
  ['rbl', 'bl.test', '192.0.2.1', true],
  ['rbl', 'bl.test', '192.0.2.2', false],
  ['rx', '^a(.)c$', 'abc', true],
  ['rx', 'a.c', 'a\nc', true],
  ['rx', '^(?:%{tx.list})$', 'GET POST', true],
  ['streq', 'a', 'A', false],
  ['streq', 'a', 'a', true],
  ['strmatch', 'b', 'abc', true],
  ['unconditionalMatch', '', '', true],
  ['validateByteRange', '32-126', 'a\x01', true],
  ['validateByteRange', '9,10,32-126', 'a\n', false],
  ['validateUrlEncoding', '', 'a%zz', true],
  ['validateUrlEncoding', '', 'a%20', false],
  ['validateUtf8Encoding', '', '\xc3\xa9', false],
  ['validateUtf8Encoding', '', '\xc3', true],
  ['within', '%{tx.list}', 'POST', true],
  ['within', '%{tx.list}', 'PUT', false],
  ['geoLookup', '', '192.0.2.1', true],
  ['geoLookup', '', '198.51.100.1', false],
  ['rxGlobal', 'a(.)', 'xab ac', true],
  ['rxGlobal', '^a', 'ba', false],
  ['strmatch', 'A|42 43|D', 'xABCDx', true],
  ['strmatch', 'abc', 'ABC', false],
  ['verifyCC', '\\d{13,16}', 'card 4111111111111111 end', true],
  ['verifyCC', '\\b\\d{16}\\b', 'card 4111111111111112 end', false],
  ['verifyCC', '(?:\\d[ -]?){13,16}', '4111-1111-1111-1111', true],
  ['verifyCC', '\\d{13,16}', '4111111111111112 and 4012888888881881', true],
  ['verifyCC', '^\\d{13,16}', '4111111111111112 4012888888881881', false],
  ['verifyCPF', '/^([0-9]{3}\\.){2}[0-9]{3}-[0-9]{2}$/', '529.982.247-25', true],
  ['verifyCPF', '\\d{11}', '52998224724', false],
  ['verifyCPF', '\\d{11}', '11111111111', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', 'my 078-05-1120', true],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '000-12-3456', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '666-12-3456', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '740-12-3456', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '123-00-6789', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '123-45-0000', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '123456789', false],
  ['verifySSN', '\\d{3}-?\\d{2}-?\\d{4}', '222222222', false],
  ['verifySVNR', '[0-9]{4} ?[0-9]{6}', '1237 010180', true],
  ['verifySVNR', '[0-9]{4} ?[0-9]{6}', '1238 010180', false],
  ['verifySVNR', '[0-9]{4} ?[0-9]{6}', '0000 000000', false],
];

describe('operators', () => {
  it.each(CASES)('@%s %s on %j: %s', (name, argument, value, matches) => {
    const operator = make(name, argument);
    if (operator.kind === 'refused') throw new Error(operator.message);
    expect(operator.test(value, SCOPE)).toBe(matches);
  });

  it('has a case for each', () => {
    expect(new Set(CASES.map(([name]) => name))).toEqual(new Set(Object.keys(OPERATORS)));
  });

  it.each<[name: string, argument: string, value: string, match: OperatorMatch]>([
    ['rx', 'b(c)(x)?', 'abc', { index: 1, length: 2, captures: ['bc', 'c', undefined] }],
    ['rxGlobal', 'a(b)?(c)?', 'xac ab', { index: 1, length: 2, captures: ['ab', 'b', 'c'] }],
    [
      'verifyCC',
      '(\\d{4})\\d+',
      'x 4111111111111111',
      { index: 2, length: 16, captures: ['4111111111111111', '4111'] },
    ],
    ['pm', 'BC', 'abcd', { index: 1, length: 2, captures: ['bc'] }],
    ['endsWith', 'c', 'abc', { index: 2, length: 1, captures: ['c'] }],
    ['validateByteRange', '97-99', 'abz', { index: 2, length: 1, captures: ['z'] }],
  ])('@%s %s tells where it matched in %j', (name, argument, value, match) => {
    const operator = make(name, argument);
    expect(operator.kind === 'operator' && operator.locate?.(value, SCOPE)).toEqual(match);
  });

  it.each([
    ['pm', ''],
    ['pmFromFile', 'absent.data'],
    ['pmFromFile', 'https://example.org/list'],
    ['ipMatch', '192.0.2.0/24,300.1.1.1'],
    ['validateByteRange', '1-300'],
    ['rx', '(a'],
    ['rxGlobal', '(a'],
    ['verifyCC', '(a'],
    ['verifyCC', ''],
    ['verifyCC', '\\d*'],
  ])('@%s %s is refused', (name, argument) => {
    expect(make(name, argument).kind).toBe('refused');
  });
});
