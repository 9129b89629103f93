import { describe, expect, it } from 'vitest';
import { compareVerdicts } from './compare.ts';
import { readDebugLog } from './debug-log.ts';
import { createDraw, varyRequest } from './vary.ts';

function log(...texts: readonly string[]): string {
  return texts.map((text) => `[1.5] [/a?b=[x]] [4] ${text}\n`).join('');
}

describe('readDebugLog', () => {
  it.each([
    ['a rule that matched', ['(Rule: 7) Executing operator "Eq"', 'Rule returned 1.'], [7]],
    ['a rule that did not', ['(Rule: 7) Executing operator "Eq"', 'Rule returned 0.'], []],
    ['a rule without an operator', ['(Rule: 7) Executing unconditional rule...'], [7]],
    [
      'a chain of which a link did not match',
      [
        '(Rule: 7) Executing operator "Eq"',
        'Rule returned 1.',
        'Executing chained rule.',
        '(Rule: 0) x',
        'Rule returned 0.',
      ],
      [],
    ],
    [
      'a chain that matched, and the next rule',
      [
        '(Rule: 7) Executing operator "Eq"',
        'Rule returned 1.',
        'Executing chained rule.',
        '(Rule: 0) x',
        'Rule returned 1.',
        '(Rule: 8) Executing operator "Eq"',
        'Rule returned 0.',
      ],
      [7],
    ],
    [
      'a chain that the end of the phase cuts off',
      ['(Rule: 7) x', 'Rule returned 1.', 'Executing chained rule.', 'Starting phase LOGGING.'],
      [],
    ],
  ])('reads %s', (_name, texts, ids) => {
    expect(readDebugLog(log(...texts))).toEqual([ids]);
  });

  it('keeps transactions apart', () => {
    const one = '[1.5] [] [4] (Rule: 7) x\n[1.6] [] [4] (Rule: 8) x\n';
    expect(readDebugLog(`${one}[1.5] [] [4] Rule returned 1.\n[1.6] [] [4] Rule returned 1.\n`)).toEqual([
      [7],
      [8],
    ]);
  });
});

describe('compareVerdicts', () => {
  const verdict = (blocked: boolean, ...ruleIds: readonly number[]) => ({ request: 'r', blocked, ruleIds });

  it('takes equal verdicts, and rules of responses after a block', () => {
    expect(compareVerdicts(1, verdict(false, 1, 2), verdict(false, 1, 2))).toBeNull();
    expect(compareVerdicts(1, verdict(true, 1, 951_013), verdict(true, 1))).toBeNull();
  });

  it('names rules that only one engine matched, and a block that only one made', () => {
    expect(compareVerdicts(4, verdict(false, 1, 951_013), verdict(true, 2))).toEqual({
      request: 'r',
      paranoia: 4,
      blocked: true,
      theirs: [1],
      ours: [2],
    });
    expect(compareVerdicts(1, verdict(false, 951_013), verdict(false))).not.toBeNull();
  });
});

describe('varyRequest', () => {
  it('keeps names, signs and shape, and changes values', () => {
    const request = {
      name: 'r',
      method: 'POST',
      path: '/a?first=building+permit&page=2&sql=1%27%20UNION%20SELECT%20name',
      headers: [['Host', 'portal.example.gov']] as const,
      body: '{"name":"garden shed","list":[{"id":1000,"note":"x"}]}',
    };
    const varied = varyRequest(request, createDraw(7));
    expect(varied.path).toMatch(/^\/a\?first=[a-z]+\+[a-z]+&page=\d&sql=\d%27%20UNION%20SELECT%20[a-z]+$/);
    expect(varied.body).toMatch(/^\{"name":"[a-z]+ [a-z]+","list":\[\{"id":\d000,"note":"x"\}\]\}$/);
    expect(varied.path).not.toBe(request.path);
    expect(varied.headers).toEqual(request.headers);
  });
});
