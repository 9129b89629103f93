import { describe, expect, it } from 'vitest';
import type { RegexOptions } from './api.ts';
import { compileRegex, createMeter, lazyRegex, RegexLimitError } from './index.ts';

function exec(pattern: string, text: string, options: RegexOptions = { dotAll: true }) {
  const regex = compileRegex(pattern, options);
  if (regex.kind === 'refused') throw new Error(regex.reason);
  expect(regex.test(text)).toBe(regex.exec(text) !== null);
  return regex.exec(text);
}

/** What PCRE finds (pcre2pattern): pattern, subject, matched text or null, groups where there are any. */
const MEANINGS: readonly (readonly [string, string, string | null, (string | undefined)[]?])[] = [
  // Escapes and bytes
  ['\\x41\\x{42}\\103\\o{104}', 'ABCD', 'ABCD'],
  ['\\e\\a\\f\\t\\cA', '\x1b\x07\x0c\t\x01', '\x1b\x07\x0c\t\x01'],
  ['\\x', '\0', '\0'],
  ['\\x4g', '\x04g', '\x04g'],
  ['\\0101', '\x081', '\x081'],
  ['\\Qa.b*\\E+', 'a.b***', 'a.b***'],
  ['\\Q(', '(', '('],
  ['\\/\\-\\"', '/-"', '/-"'],
  ['\\xe9', 'é', 'é'],
  ['\\h+', 'a \t\xa0b', ' \t\xa0'],
  ['\\v+', 'a\n\x0b\x85b', '\n\x0b\x85'],
  ['\\s+', 'a\x0b\xa0', '\x0b'],
  ['\\w+', 'é_1é', '_1'],
  ['\\N+', 'a\nb', 'a'],
  ['a\\Rb', 'a\r\nb', 'a\r\nb'],
  ['a\\R\\nb', 'a\r\nb', null],
  // Classes
  ['[]a]+', 'a]', 'a]'],
  ['[^]a]+', 'a]bc', 'bc'],
  ['[a-]+', '-a-', '-a-'],
  ['[\\w-.]+', 'a-.', 'a-.'],
  ['[a-\\d]+', 'a-1', 'a-1'],
  ['[[:xdigit:][:^alnum:]]+', 'zf-!', 'f-!'],
  ['[\\Q]^\\E]+', '^]', '^]'],
  ['[\\b]', '\x08', '\x08'],
  ['[\\x00-\\x1f\\x7f-\\xff]+', 'a\x01\xff', '\x01\xff'],
  ['[[:foo]+', ':o[f', ':o[f'],
  // Case
  ['(?i)aBc', 'AbC', 'AbC'],
  ['(?i)\\xe9', '\xc9', null],
  ['(?i:a)b', 'Ab', 'Ab'],
  ['(?i:a)b', 'AB', null],
  ['a(?i)b|c', 'C', 'C'],
  ['(a(?i)b)c', 'aBC', null],
  ['(?i)[^a]', 'A', null],
  ['(?i)a(?-i)b', 'AB', null],
  // Repeats
  ['a{,2}', 'a{,2}', 'a{,2}'],
  ['a{2}', 'aaa', 'aa'],
  ['a{2,}?', 'aaa', 'aa'],
  ['x{', 'x{', 'x{'],
  ['a++a', 'aaa', null],
  ['a*+', 'aaa', 'aaa'],
  ['(?>a|ab)c', 'abc', null],
  ['(?U)a+', 'aaa', 'a'],
  ['(?U)a+?', 'aaa', 'aaa'],
  // Places
  ['a$', 'a\n', null],
  ['a\\Z', 'a\n', 'a'],
  ['a\\z', 'a\n', null],
  ['(?m)a$', 'a\nb', 'a'],
  ['(?m)^b', 'a\nb', 'b'],
  ['(?m)^$', 'a\n', null],
  ['\\Ab', 'ab', null],
  ['\\Ba\\b', 'ba', 'a'],
  ['foo\\Kbar', 'foobar', 'bar'],
  // Groups
  ['(a)|(b)', 'b', 'b', [undefined, 'b']],
  ['(a|b)*', 'ab', 'ab', ['b']],
  ['(a*)*', 'b', '', ['']],
  ['(a|ab)(bc|c)?', 'abc', 'abc', ['a', 'bc']],
  ["(?<x>a)(?P<y>b)(?'z'c)\\k<x>\\k{y}(?P=z)\\g{-1}", 'abcabcc', 'abcabcc', ['a', 'b', 'c']],
  ['(a)\\1', 'aa', 'aa', ['a']],
  ['(?i)(a)\\1', 'aA', 'aA', ['a']],
  ['(a)?\\1b', 'b', null],
  ['(?#comment)a', 'a', 'a'],
  ['(?x) a b # comment\n c', 'abc', 'abc'],
  ['(?:(?=(a+))a)', 'aaa', 'a', ['aaa']],
  // Looking around
  ['a(?=b)', 'ab', 'a'],
  ['a(?!b)', 'ab', null],
  ['(?<=^|,)b', 'a,b', 'b'],
  ['(?<!a)b', 'ab', null],
  ['(?!a)..', 'abc', 'bc'],
  // Dots
  ['a.b', 'a\nb', 'a\nb'],
  ['(?-s)a.b', 'a\nb', null],
];

describe('compileRegex', () => {
  it.each(MEANINGS.map(([pattern, text, matched, groups = []]) => ({ pattern, text, matched, groups })))(
    '$pattern on $text finds $matched',
    ({ pattern, text, matched, groups }) => {
      const match = exec(pattern, text);
      expect(match?.groups ?? null).toEqual(matched === null ? null : [matched, ...groups]);
      if (match !== null) expect(text.slice(match.index, match.end)).toBe(matched);
    },
  );

  it('takes options from outside', () => {
    expect(exec('A.B', 'a\nb', {})).toBeNull();
    expect(exec('^A.B$', 'x\na\nb\n', { ignoreCase: true, dotAll: true, multiline: true })).toMatchObject({
      index: 2,
      end: 5,
    });
  });

  it.each([
    ['(a', 'the group is not closed by )', 0],
    ['a)', 'there is a ) without its (', 1],
    ['[a', 'the class is not closed by ]', 0],
    ['x*[z-a]', 'the range in the class is out of order', 3],
    ['*a', '* has nothing to repeat', 0],
    ['a{3,2}', 'the repeat counts are out of order', 1],
    ['a{70000}', 'a repeat count is above 65535', 1],
    ['((a{500}){500}){500}', 'the pattern needs more than 20000 instructions; use smaller counts', 0],
    ['\\', 'the pattern ends with a backslash', 0],
    ['\\i', 'the escape \\i has no meaning here, or none that is supported', 0],
    ['\\x{100}', 'the escape must name a byte, 0 to FF hexadecimal', 0],
    ['(a)\\2', 'there is no group 2', 3],
    ['(?<=a+)b', 'a branch of a lookbehind has no fixed length', 0],
    ['(?R)', 'this kind of group is not supported (recursion, conditions, callouts, branch reset)', 0],
    ['a(*SKIP)', 'verbs such as (*SKIP) are not supported', 1],
    ['[[:nope:]]', 'there is no POSIX class [:nope:]', 1],
    ['€', 'a character above U+00FF stands for no byte; write its UTF-8 bytes as latin1', 0],
    [`${'('.repeat(300)}${')'.repeat(300)}`, 'groups are nested more than 200 deep', 200],
  ])('refuses %j', (pattern, reason, offset) => {
    expect(compileRegex(pattern)).toEqual({ kind: 'refused', reason, offset });
  });

  it('says which patterns need time in proportion to the subject', () => {
    const isLinear = (pattern: string) => {
      const regex = compileRegex(pattern);
      return regex.kind === 'regex' && regex.linear;
    };
    const linear = ['(a+)+$', '(?i)a.*b', '(a|b|ab)*c', 'a++', '(?:\\s*+;\\s*+a)*\\d{2,}+'];
    expect(linear.filter((pattern) => !isLinear(pattern))).toEqual([]);
    const other = ['(?=a)b', '(a)\\1', 'a\\Z', '(?>a|ab)c', 'a?+b', '(?:ab)*+', 'a++b++c++', 'a{65,}+'];
    expect(other.filter(isLinear)).toEqual([]);
  });
});

describe('lazyRegex', () => {
  it('answers as the pattern that was compiled at once', () => {
    const regex = lazyRegex('(?i)(select|union).*?from', { linear: true }, { dotAll: true });
    expect(regex.linear).toBe(true);
    expect(regex.test('a Union b')).toBe(false);
    expect(regex.exec('a Union\nb FROM c')).toEqual({
      index: 2,
      end: 14,
      groups: ['Union\nb FROM', 'Union'],
    });
  });

  it('does not even parse before it is asked', () => {
    const regex = lazyRegex('(', { linear: true });
    expect(() => regex.test('a')).toThrow('the group is not closed by )');
  });
});

describe('work on hostile subjects', () => {
  const length = 20_000;

  it.each([
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    'a*a*a*a*c',
    '(?:a?){50}a{50}b',
    '(.*)*x',
    '(a+)+(?!a)b',
    '(?>a+)+b',
    '(?:(?=[a-z]*!)a)*b!?',
    '(?:(?![a-z]*#)a)*#?\\b-?!',
    '(?:(?=([a-z]*#))a)*!$',
  ])('%s takes steps in proportion to the subject', (pattern) => {
    const regex = compileRegex(pattern);
    if (regex.kind === 'refused') throw new Error(regex.reason);
    regex.exec(`${'a'.repeat(length)}!`);
    expect(regex.lastSteps).toBeLessThan(200 * length);
  });

  it('is bounded where the captures of a backreference are tried in every way', () => {
    const regex = compileRegex('(a*)*\\1b');
    if (regex.kind === 'refused') throw new Error(regex.reason);
    expect(regex.test(`${'a'.repeat(60)}cb`)).toBe(true);
    expect(regex.test(`${'a'.repeat(60)}c`)).toBe(false);
  });

  it('adds up in a meter that searches share, and is given up past its limit', () => {
    const regex = compileRegex('(a+)+$');
    if (regex.kind === 'refused') throw new Error(regex.reason);
    const meter = createMeter(1_000_000);
    const subject = `${'a'.repeat(length)}!`;
    expect(regex.test(subject, meter)).toBe(false);
    const once = meter.steps;
    expect(once).toBeGreaterThan(length);
    expect(() => {
      for (let time = 0; time < 100; time += 1) regex.test(subject, meter);
    }).toThrow(RegexLimitError);
    expect(meter.steps).toBeLessThan(1_000_000 + 2 * once);
    // A search without a shared meter has a budget of its own.
    expect(regex.test(subject)).toBe(false);
  });
});
