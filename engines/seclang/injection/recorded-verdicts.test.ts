import { describe, expect, it } from 'vitest';
import { detectSqli } from './sqli.ts';
import recorded from './testing/recorded-verdicts.json' with { type: 'json' };
import { detectXss } from './xss.ts';

/**
 * Random soups of pieces of SQL and of markup, and what libmodsecurity 3.0.9 says of each by `@detectSQLi` and
 * `@detectXSS` (a fingerprint, or `xss`); half of them attacks. NUL and the byte FF are left out of them: the reference
 * takes them for the end of a set of bytes and of the text.
 */
describe('verdicts recorded from the reference', () => {
  it('of SQL injection', () => {
    const ours = recorded.sqli.map(([text = '']) => [text, detectSqli(text).fingerprint]);
    expect(ours).toEqual(recorded.sqli);
  });

  it('of script in markup', () => {
    const ours = recorded.xss.map(([text = '']) => [text, detectXss(text) ? 'xss' : '']);
    expect(ours).toEqual(recorded.xss);
  });
});
