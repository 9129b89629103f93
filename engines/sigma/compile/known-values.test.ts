import { describe, expect, it } from 'vitest';
import { loadSigma } from '../load.ts';

const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'go', 'ü'];
const rule = (at: number, detection: string) => ({
  path: `${at}.yml`,
  text: `title: Rule ${at}\nid: 00000000-0000-4000-8000-00000000000${at}\nlogsource: { product: p }\ndetection: ${detection}\n`,
});
const { engine } = loadSigma([
  rule(1, `{ a: { f|contains: [${words.join(', ')}] }, condition: a }`),
  rule(2, '{ a: { f: 7, g: x }, condition: a }'),
  rule(3, '{ a: [alpha, golf], condition: a }'),
]);
const titlesFor = (fields: { readonly [name: string]: string | number }) =>
  engine.evaluate({ logsource: { product: 'p' }, fields }).map(({ rule: { title } }) => title);

describe('values that were seen before', () => {
  it('make the same rules match again, in each field for itself', () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect(titlesFor({ f: 'ALPHA' })).toEqual(['Rule 1', 'Rule 3']);
      expect(titlesFor({ g: 'ALPHA' })).toEqual(['Rule 3']);
      expect(titlesFor({ f: 7, g: 'x' })).toEqual(['Rule 2']);
      expect(titlesFor({ f: '7', g: 'X' })).toEqual(['Rule 2']);
      expect(titlesFor({ f: 'nothing of it' })).toEqual([]);
    }
  });

  it.each(words)('one search among many texts finds %s', (word) => {
    expect(titlesFor({ f: `a ${word.toUpperCase().replace('Ü', 'ü')} b` })).toContain('Rule 1');
    expect(titlesFor({ f: `a ${word.slice(1)}` })).not.toContain('Rule 1');
  });

  it('stay right when there are more of them than are remembered', () => {
    for (let at = 0; at < 70_000; at += 1) {
      const fields = { f: at % 1000 === 3 ? `foxtrot ${at}` : `value ${at}` };
      expect(titlesFor(fields).length, fields.f).toBe(at % 1000 === 3 ? 1 : 0);
    }
    expect(titlesFor({ f: 'alpha' })).toEqual(['Rule 1', 'Rule 3']);
  });
});
