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
  return definition({ argument, text: compileMacro(argument), data: (file) => FILES[file] ?? null });
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
  ])('@%s %s is refused', (name, argument) => {
    expect(make(name, argument).kind).toBe('refused');
  });
});
