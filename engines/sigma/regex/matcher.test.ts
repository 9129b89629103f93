import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRegex } from './check.ts';
import { compileRegex } from './matcher.ts';
import { parseRegex } from './parse.ts';
import { requiredLiterals } from './required-literal.ts';

const NO_FLAGS = { ignoreCase: false, multiLine: false, dotAll: false };

function matches(source: string, text: string, flags = NO_FLAGS): boolean {
  return compileRegex({ source, flags }).matches(text);
}

describe('compileRegex', () => {
  it.each([
    ['b+', 'abbc', true],
    ['^b', 'ab', false],
    ['a$', 'a\n', true],
    ['a$', 'a\n\n', false],
    ['a\\z', 'a\n', false],
    ['a\\Z', 'a\n', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['(?i)whoami', 'WhoAmI', true],
    ['(?i:A)b', 'ab', true],
    ['(?i:a)b', 'aB', false],
    ['a(?i)b', 'aB', true],
    ['(a(?i)b)c', 'aBC', false],
    ['\\bcat\\b', 'a cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['[^a-c]', 'abc', false],
    ['[]a]', ']', true],
    ['[a\\-z]', 'b', false],
    ['[\\w.-]+@', 'x.y-z@', true],
    ['[[:xdigit:]]{4}', 'beef', true],
    ['\\x41\\x{42}\\t', 'AB\t', true],
    ['a{2,3}', 'a', false],
    ['(a|b){3}', 'abab', true],
    ['a{,2}b', 'b', true],
    ['a{x', 'a{x', true],
    ['', '', true],
    ['\\s', '\u00a0', false],
    ['(?P<name>x)(?:y)(?#note)', 'xy', true],
    ['(a*)*b', 'aaab', true],
    ['^$', '', true],
    ['clip]::', 'clip]::', true],
  ])('%s on %j: %s', (source, text, wanted) => {
    expect(matches(source, text)).toBe(wanted);
  });

  it.each([
    ['(', 'sigma.bad-regex'],
    ['a)', 'sigma.bad-regex'],
    ['[a', 'sigma.bad-regex'],
    ['*a', 'sigma.bad-regex'],
    ['a**', 'sigma.bad-regex'],
    ['a\\', 'sigma.bad-regex'],
    ['\\y', 'sigma.bad-regex'],
    ['[z-a]', 'sigma.bad-regex'],
    ['a{3,2}', 'sigma.bad-regex'],
    ['(a)\\1', 'sigma.unsupported-regex'],
    ['a(?=b)', 'sigma.unsupported-regex'],
    ['(?<!a)b', 'sigma.unsupported-regex'],
    ['(?>a)', 'sigma.unsupported-regex'],
    ['a++', 'sigma.unsupported-regex'],
    ['\\p{L}', 'sigma.unsupported-regex'],
    ['(a{1000}){1000}', 'sigma.unsupported-regex'],
    ['('.repeat(100), 'sigma.bad-regex'],
  ])('refuses %s', (source, code) => {
    expect(checkRegex({ source, flags: NO_FLAGS })?.code).toBe(code);
  });

  it('agrees with V8 where both know the syntax', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\W', '\\n', '\\b', '^', 'B');
    const { source } = fc.letrec<{ source: string }>((tie) => ({
      source: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.array(tie('source'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
        fc.array(tie('source'), { minLength: 2, maxLength: 3 }).map((parts) => `(?:${parts.join('|')})`),
        fc
          .tuple(tie('source'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?'))
          .map(([part, sign]) => `(?:${part})${sign}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '\n', ' ', 'é'), maxLength: 7 });
    fc.assert(
      fc.property(source, text, fc.boolean(), fc.boolean(), (pattern, value, ignoreCase, multiLine) => {
        const flags = `${ignoreCase ? 'i' : ''}${multiLine ? 'm' : ''}`;
        const wanted = new RegExp(pattern, flags).test(value);
        // PCRE has no start of a line after a line feed that ends the text; JavaScript has one.
        fc.pre(!(multiLine && value.endsWith('\n')));
        expect(matches(pattern, value, { ignoreCase, multiLine, dotAll: false })).toBe(wanted);
        const literals = requiredLiterals(
          parseRegex({ source: pattern, flags: { ignoreCase, multiLine, dotAll: false } }),
        );
        if (wanted && literals !== null) {
          expect(literals.some((literal) => value.toLowerCase().includes(literal))).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no more than a handful of steps a character where backtracking explodes', () => {
    const bomb = `${'a'.repeat(100_000)}!`;
    expect(matches('(a+)+$', bomb)).toBe(false);
    expect(matches('(a|aa)*(a|aa)*b', bomb)).toBe(false);
    expect(matches('\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*x', '+'.repeat(50_000))).toBe(false);
    expect(matches('(.){200,}x', bomb)).toBe(false);
    expect(matches('(?:a|b)*a(?:a|b){30}c', 'ab'.repeat(20_000))).toBe(false);
  });
});
