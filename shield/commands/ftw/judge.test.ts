import type { RuleMatch } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { judge, type Seen } from './judge.ts';
import { logLines } from './log-lines.ts';
import type { FtwOutput } from './test-case.ts';

const MATCH: RuleMatch = {
  ruleId: 942100,
  phase: 2,
  file: 'a.conf',
  line: 7,
  message: 'SQL "Injection"',
  data: 'found \x01\xe9\n',
  severity: 2,
  tags: ['attack-sqli', 'x'],
  version: 'OWASP_CRS/4',
  log: true,
  score: 5,
  variables: [{ name: 'ARGS:q', value: 'v' }],
};
const SILENT: RuleMatch = { ...MATCH, ruleId: 901100, log: false };
const SEEN: Seen = {
  status: 200,
  error: null,
  response: 'HTTP/1.1 200 OK\r\n\r\nhello',
  head: null,
  matches: [MATCH, SILENT],
  undetermined: null,
};
const NO_ANSWER: Partial<Seen> = { status: null, error: 'closed without an answer', response: '' };
const OUTPUT: FtwOutput = {
  statuses: [],
  responseContains: null,
  expectIds: [],
  noExpectIds: [],
  logPatterns: [],
  noLogPatterns: [],
  expectError: false,
  isolated: false,
  retryOnce: false,
};

describe('a stage', () => {
  it.each([
    ['one of its statuses', { statuses: [403, 200] }, {}, true],
    ['another status', { statuses: [403] }, {}, false],
    ['a rule that logged', { expectIds: [942100] }, {}, true],
    ['a rule that does not log', { expectIds: [901100] }, {}, false],
    ['rules of which one is missing', { expectIds: [942100, 1] }, {}, false],
    ['a rule that is not to be there', { noExpectIds: [942100] }, {}, false],
    ['a rule that is rightly not there', { noExpectIds: [942110] }, {}, true],
    ['this rule alone', { expectIds: [942100], isolated: true }, {}, true],
    ['this rule and another', { expectIds: [1], isolated: true }, {}, false],
    ['text of the log', { logPatterns: ['id "942100"'] }, {}, true],
    ['an expression over the log', { logPatterns: ['(?i)PATTERN match at args:q.*\\[id "9421'] }, {}, true],
    ['text that is not in the log', { logPatterns: ['id "1"'] }, {}, false],
    ['text that is not to be in the log', { noLogPatterns: ['942100'] }, {}, false],
    ['what is no expression, as it is written', { noLogPatterns: ['[id "942100'] }, {}, false],
    ['text of the answer', { responseContains: 'hel+o' }, {}, true],
    ['text that is not in the answer', { responseContains: 'bye' }, {}, false],
    ['an error', { expectError: true }, NO_ANSWER, true],
    ['an error where there is an answer', { expectError: true }, {}, false],
    ['an error, or else this status', { expectError: true, statuses: [200] }, {}, true],
    ['a status where there is none', { statuses: [200] }, NO_ANSWER, false],
    ['a rule, though there is no answer', { expectIds: [942100] }, NO_ANSWER, true],
    ['nothing', {}, {}, true],
    ['nothing where there is no answer', {}, NO_ANSWER, false],
  ] satisfies readonly (readonly [string, Partial<FtwOutput>, Partial<Seen>, boolean])[])(
    'that expects %s',
    (_, output, seen, passed) => {
      expect(judge({ ...OUTPUT, ...output }, { ...SEEN, ...seen }).passed).toBe(passed);
    },
  );

  it('says what it expected and what it got', () => {
    const output = { ...OUTPUT, statuses: [403, 400], noExpectIds: [1], logPatterns: ['x'] };
    expect(judge(output, SEEN)).toMatchObject({
      expected: 'status 403 or 400, not 1, log with x',
      got: '200 942100',
    });
    const { got } = judge(OUTPUT, { ...SEEN, undetermined: 'the budget is spent' });
    expect(got).toBe('200 942100 (undetermined: the budget is spent)');
  });
});

it('writes matches as ModSecurity 2.9 logs them', () => {
  expect(logLines([MATCH, SILENT], null)).toBe(
    'ModSecurity: Warning. Pattern match at ARGS:q. [file "a.conf"] [line "7"] [id "942100"] ' +
      '[msg "SQL \\"Injection\\""] [data "found \\x01\\xe9\\n"] [severity "CRITICAL"] [ver "OWASP_CRS/4"] ' +
      '[tag "attack-sqli"] [tag "x"]',
  );
});
