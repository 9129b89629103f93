import { describe, expect, it } from 'vitest';
import { nearName } from '../parse/near-name.ts';
import { neverFiring } from './never-fires.ts';

const isNever = (condition: string, detections: string): boolean => {
  const text = `title: t
id: 5f0f3f4e-0000-4000-8000-000000000000
logsource: { product: p }
detection:
${detections.replace(/^/gm, '  ')}
  condition: ${condition}
`;
  return neverFiring([{ path: 'r.yml', text }]).length === 1;
};

describe('rules that contradict themselves', () => {
  it.each([
    ['selection and not selection', 'selection: { a: x }', true],
    ['selection and not filter', 'selection: { a: x }\nfilter: { a: X }', false],
    ['selection and not filter', 'selection: { a: x, b: y }\nfilter: { a: x }', true],
    ['selection and not filter', 'selection: { a: x }\nfilter: { a: x, b: y }', false],
    ['selection and not filter', 'selection: { a: [x, y] }\nfilter: { a: x }', false],
    ['selection and not filter', 'selection: { a: [x, y] }\nfilter: { a: [z, y, x] }', true],
    ['selection and not filter', 'selection: { a|all: [x, y] }\nfilter: { a: y }', true],
    ['1 of s* and not 1 of f*', 's1: { a: x }\ns2: { b: x }\nf1: { b: x }\nf2: { a: x }', true],
    ['s and f', 's: { a|neq: x }\nf: { a: x }', true],
    ['s and f', 's: { a|exists: true }\nf: { a|exists: false }', true],
    ['s and not f', "s: { a|cidr: '10.0.0.0/8' }\nf: { a|cidr: '10.0.0.0/8' }", true],
    ['s', `s: { a: [${Array.from('abcdefghijklmnopqrst').join()}] }`, false],
    ['s and not s', `s: { a: [${Array.from('abcdefghijklmnopqrst').join()}] }`, true],
  ])('%s of %j: %s', (condition, detections, wanted) => {
    expect(isNever(condition, detections)).toBe(wanted);
  });
});

it.each([
  ['contians', ['contains', 'endswith'], 'contains'],
  ['endwith', ['startswith', 'endswith'], 'endswith'],
  ['hihg', ['high', 'low'], 'high'],
  ['Contains', ['contains'], 'contains'],
  ['x', ['re', 'i'], null],
  ['', ['re'], null],
  ['x'.repeat(100_000), ['re'], null],
  ['colour', ['contains'], null],
])('%s is near one of %j: %s', (written, known, wanted) => expect(nearName(written, known)).toBe(wanted));
