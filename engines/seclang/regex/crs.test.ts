import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileRegex } from './compile.ts';

/** Where Debian's package modsecurity-crs puts the rules. */
const RULES = '/usr/share/modsecurity-crs/rules';

function patternsOf(file: string): readonly string[] {
  const text = readFileSync(join(RULES, file), 'latin1').replace(/\\\n\s*/g, ' ');
  const operators = text.matchAll(/^\s*SecRule\s+(?:"[^"]*"|\S+)\s+"!?@rx\s((?:[^"\\]|\\.)*)"/gm);
  return [...operators].map((match) => (match[1] ?? '').replaceAll('\\"', '"').trim());
}

const PATTERNS = existsSync(RULES)
  ? [
      ...new Set(
        readdirSync(RULES)
          .filter((file) => file.endsWith('.conf'))
          .flatMap(patternsOf),
      ),
    ]
  : [];

/** Stretches that the loops of such patterns feed on. */
const PUMPS = [
  'a',
  ' ',
  '(',
  '/',
  '../',
  '0',
  '\\',
  '"',
  "'",
  ';',
  '<a ',
  'a=',
  'a,',
  '%',
  'select ',
  '{{',
  '\n',
  '/*',
  'x=1&',
  '\xff',
];

const LENGTH = 5_000;

describe.skipIf(PATTERNS.length === 0)('the patterns of the OWASP CRS', () => {
  it('are all there', () => {
    expect(PATTERNS.length).toBeGreaterThan(200);
  });

  it.each(PATTERNS)('%s', (pattern) => {
    const regex = compileRegex(pattern, { dotAll: true });
    if (regex.kind === 'refused') throw new Error(regex.reason);
    for (const pump of PUMPS) {
      regex.exec(`${pump.repeat(LENGTH / pump.length)}!`);
      expect(regex.lastSteps).toBeLessThan(50_000 + 60 * LENGTH);
    }
  });
});
