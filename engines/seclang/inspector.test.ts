import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InspectorOptions, RequestHead, Transaction, Verdict } from './api.ts';
import { createInspector } from './inspector.ts';
import { loadRules } from './load.ts';
import { RECOMMENDED_SETUP } from './recommended.ts';

interface Sent {
  readonly target?: string;
  readonly headers?: RequestHead['headers'];
  readonly body?: string;
  readonly options?: InspectorOptions;
}

/** Runs a request through rules: the verdict and what matched. */
function run(rules: string, { target = '/', headers = [], body = '', options = {} }: Sent) {
  const { program, diagnostics } = loadRules([{ path: 'r.conf', text: rules }], {
    include: () => null,
    data: () => null,
  });
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(diagnostics));
  const transaction: Transaction = createInspector(program, options).begin(
    {
      method: 'POST',
      target,
      httpVersion: '1.1',
      headers,
      clientAddress: '192.0.2.1',
      clientPort: 1,
      serverAddress: '192.0.2.2',
      serverPort: 80,
    },
    { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5), uniqueId: 'unique' },
  );
  let verdict: Verdict = transaction.requestHeaders();
  if (verdict.kind !== 'block' && transaction.wantsRequestBody) {
    transaction.appendRequestBody(Buffer.from(body, 'latin1'));
    verdict = transaction.requestBody();
  }
  return { verdict, transaction, ids: transaction.matches.map((match) => match.ruleId) };
}

const FORM: RequestHead['headers'] = [['Content-Type', 'application/x-www-form-urlencoded']];

describe('a verdict', () => {
  it('blocks with the status and the rule that said so', () => {
    const { verdict } = run('SecRule ARGS:a "@streq x" "id:7,phase:1,deny,status:406"', { target: '/?a=x' });
    expect(verdict).toEqual({ kind: 'block', action: 'deny', status: 406, ruleId: 7, phase: 1 });
  });

  it('is pass in mode detect, and the match is there', () => {
    const { verdict, ids } = run('SecRule ARGS:a "@streq x" "id:7,phase:1,deny"', {
      target: '/?a=x',
      options: { mode: 'detect' },
    });
    expect([verdict.kind, ids]).toEqual(['pass', [7]]);
  });

  it('takes what block means from SecDefaultAction', () => {
    const { verdict } = run(
      'SecDefaultAction "phase:1,log,deny,status:409"\nSecAction "id:1,phase:1,block"',
      {},
    );
    expect(verdict).toMatchObject({ kind: 'block', action: 'deny', status: 409 });
  });

  it('is undetermined when arguments are more than the limit, and blocks if a rule says so', () => {
    const rules = 'SecArgumentsLimit 2\nSecRule ARGS "@streq x" "id:1,phase:1,deny"';
    expect(run(rules, { target: '/?a&b&c' }).verdict).toEqual({
      kind: 'undetermined',
      reason: 'more than 2 arguments in the query',
    });
    expect(run(rules, { target: '/?a=x&b&c' }).verdict.kind).toBe('block');
  });

  it('is undetermined when the work budget is used up, by few bytes or by many values', () => {
    const rules = 'SecRule ARGS "@rx (?i)on[a-z]+=" "id:1,phase:2,deny"';
    const options = { workBudgetSteps: 100_000 };
    const many = Array.from({ length: 2000 }, (_, at) => `a${at}=b`).join('&');
    const reason = 'the work budget of the request is used up';
    expect(run(rules, { target: `/?${many}`, options }).verdict).toEqual({ kind: 'undetermined', reason });
    expect(run(rules, { target: `/?a=${'x'.repeat(20_000)}`, options }).verdict.kind).toBe('undetermined');
    expect(run(rules, { target: '/?a=onclick=', options }).verdict.kind).toBe('block');
  });

  it('blocks for what was found before the work budget was used up', () => {
    const rules = [
      'SecRule ARGS "@contains onclick" "id:1,phase:2,pass,setvar:tx.score=+5"',
      'SecRule ARGS "@contains ZZ" "id:2,phase:2,pass,setvar:tx.score=+5"',
      'SecRule TX:score "@ge 5" "id:3,phase:2,deny"',
    ].join('\n');
    const target = `/?a=onclick=&b=ZZ&${'c=d&'.repeat(3000)}`;
    const { verdict, ids } = run(rules, { target, options: { workBudgetSteps: 1_000_000 } });
    expect([verdict.kind, ids]).toEqual(['block', [1, 3]]);
  });

  it('refuses bodies that cannot be read, with the recommended checks', () => {
    const headers: RequestHead['headers'] = [['Content-Type', 'application/json']];
    const { verdict } = run(RECOMMENDED_SETUP.text, { headers, body: '{"a":' });
    expect(verdict).toEqual({ kind: 'block', action: 'deny', status: 400, ruleId: 200002, phase: 2 });
    expect(run(RECOMMENDED_SETUP.text, { headers, body: '{"a":1}' }).verdict.kind).toBe('pass');
  });
});

describe('the flow of rules', () => {
  it.each<[what: string, rules: string, ids: readonly number[]]>([
    [
      'a chain needs all its links',
      'SecRule ARGS "@rx 1" "id:1,chain"\nSecRule ARGS "@rx 3"\nSecRule ARGS "@rx 1" "id:2,chain"\nSecRule ARGS "@rx 2"',
      [2],
    ],
    [
      'skipAfter goes on behind the marker',
      'SecAction "id:1,skipAfter:M"\nSecAction "id:2"\nSecMarker M\nSecAction "id:3"',
      [1, 3],
    ],
    ['skip leaves rules out', 'SecAction "id:1,skip:1"\nSecAction "id:2"\nSecAction "id:3"', [1, 3]],
    ['phases run in order', 'SecAction "id:2,phase:2"\nSecAction "id:1,phase:1"', [1, 2]],
    [
      'allow:phase ends the phase',
      'SecAction "id:1,phase:1,allow:phase"\nSecAction "id:2,phase:1"\nSecAction "id:3,phase:2"',
      [1, 3],
    ],
    ['allow ends the inspection', 'SecAction "id:1,phase:1,allow"\nSecAction "id:2,phase:2"', [1]],
    [
      'ctl removes a rule',
      'SecAction "id:1,ctl:ruleRemoveById=2-3"\nSecAction "id:2"\nSecAction "id:4"',
      [1, 4],
    ],
    [
      'ctl removes rules by tag',
      'SecAction "id:1,ctl:ruleRemoveByTag=attack"\nSecAction "id:2,tag:attack-x"\nSecAction "id:4"',
      [1, 4],
    ],
    [
      'ctl removes a target',
      'SecAction "id:1,ctl:ruleRemoveTargetById=2;ARGS:a"\nSecRule ARGS:a|ARGS:c "@rx ." "id:2"\nSecRule ARGS:a "@rx ." "id:3"',
      [1, 3],
    ],
    ['ctl turns the engine off', 'SecAction "id:1,ctl:ruleEngine=Off"\nSecAction "id:2"', [1]],
    [
      'SecRuleUpdateTargetById excludes',
      'SecRule ARGS "@rx ." "id:1"\nSecRuleUpdateTargetById 1 "!ARGS:/^[ab]$/"',
      [],
    ],
    ['a negated operator', 'SecRule ARGS:a "!@rx 2" "id:1"\nSecRule ARGS:a "!@rx 1" "id:2"', [1]],
    ['counts', 'SecRule &ARGS "@eq 2" "id:1"\nSecRule &ARGS:/z/ "@eq 0" "id:2"', [1, 2]],
    [
      'setvar adds for each match',
      'SecRule ARGS "@rx ." "id:1,setvar:tx.n=+5"\nSecRule TX:n "@eq 10" "id:2"',
      [1, 2],
    ],
    [
      'captures',
      'SecRule ARGS:a "@rx (1)(x)?" "id:1,capture"\nSecRule TX:1 "@streq 1" "id:2"\nSecRule &TX:2 "@eq 0" "id:3"',
      [1, 2, 3],
    ],
    [
      'MATCHED_VAR in a chain',
      'SecRule ARGS "@streq 2" "id:1,chain"\nSecRule MATCHED_VAR_NAME "@streq ARGS:b"',
      [1],
    ],
    [
      'multiMatch',
      'SecRule ARGS_NAMES "@rx ^a$" "id:1,t:hexEncode"\nSecRule ARGS_NAMES "@rx ^a$" "id:2,t:hexEncode,multiMatch"',
      [2],
    ],
    ['names without regard to case', 'SecRule ARGS:A "@streq 1" "id:1"', [1]],
    [
      'time comes from the caller',
      'SecRule TIME_EPOCH "@eq 1767323045" "id:1"\nSecRule TIME "@streq 03:04:05" "id:2"',
      [1, 2],
    ],
  ])('%s', (_what, rules, ids) => {
    expect(run(rules, { target: '/?a=1&b=2' }).ids).toEqual(ids);
  });
});

describe('a match', () => {
  it('says what matched, where, and what it counts', () => {
    const rules = `SecRule ARGS "@rx sel+ect" "id:1,phase:2,t:none,t:urlDecodeUni,t:lowercase,capture,severity:CRITICAL,tag:a,ver:V/1,msg:'Found %{TX.0}',logdata:'in %{MATCHED_VAR_NAME}',setvar:tx.anomaly_score_pl1=+5"`;
    const { transaction } = run(rules, { headers: FORM, body: 'q=1%20SELECT%202' });
    expect(transaction.matches).toEqual([
      {
        ruleId: 1,
        phase: 2,
        file: 'r.conf',
        line: 1,
        message: 'Found select',
        data: 'in ARGS:q',
        severity: 2,
        tags: ['a'],
        version: 'V/1',
        log: true,
        score: 5,
        variables: [
          { name: 'ARGS:q', value: '1 SELECT 2', span: { start: 2, length: 6 }, transformed: '1 select 2' },
        ],
      },
    ]);
    expect(transaction.scores).toEqual({ inbound: 5, outbound: 0 });
  });

  it('keeps bounded pieces of large values, with the match inside', () => {
    const body = `q=${'a'.repeat(50_000)}needle${'b'.repeat(50_000)}`;
    const { transaction } = run('SecRule ARGS "@rx needle" "id:1,phase:2"', { headers: FORM, body });
    const [variable] = transaction.matches[0]?.variables ?? [];
    const { start, length } = variable?.span ?? { start: 0, length: 0 };
    expect(variable?.value.length).toBe(2048);
    expect(variable?.value.slice(start, start + length)).toBe('needle');
  });

  it('keeps at most 16 variables', () => {
    const body = Array.from({ length: 100 }, (_, at) => `a${at}=x`).join('&');
    const { transaction } = run('SecRule ARGS "@rx x" "id:1,phase:2,setvar:tx.anomaly_score=+1"', {
      headers: FORM,
      body,
    });
    expect(transaction.matches[0]?.variables.length).toBe(16);
    expect(transaction.scores.inbound).toBe(100);
  });
});

describe('bodies', () => {
  it('beyond the limit are not read by rules', () => {
    const options = { requestBodyLimitBytes: 10 };
    const { ids } = run(
      'SecRule ARGS "@rx late" "id:1,phase:2"\nSecRule REQUEST_BODY_LENGTH "@eq 20" "id:2,phase:2"',
      { headers: FORM, body: `a=${'x'.repeat(14)}late`, options },
    );
    expect(ids).toEqual([2]);
  });

  it('of responses are inspected in phase 4', () => {
    const { transaction } = run(
      'SecRule RESPONSE_BODY "@rx secret" "id:1,phase:4,deny"\nSecAction "id:2,phase:5"',
      {},
    );
    transaction.responseHeaders({
      status: 200,
      httpVersion: '1.1',
      headers: [['Content-Type', 'text/html; charset=utf-8']],
    });
    expect(transaction.wantsResponseBody).toBe(true);
    transaction.appendResponseBody(Buffer.from('a secret'));
    expect(transaction.responseBody()).toEqual({
      kind: 'block',
      action: 'deny',
      status: 403,
      ruleId: 1,
      phase: 4,
    });
    transaction.end();
    expect(transaction.matches.map((match) => match.ruleId)).toEqual([1, 2]);
  });
});

it('refuses a program that it did not make', () => {
  expect(() => createInspector({ kind: 'seclang-program', ruleIds: [] })).toThrow(TypeError);
});

it('never throws on what a request holds', () => {
  const rules = `SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_HEADERS|REQUEST_URI|FILES|XML:/*|MULTIPART_PART_HEADERS "@rx (a+)+$" "id:1,phase:2,t:urlDecodeUni,t:htmlEntityDecode,t:jsDecode,t:cssDecode,t:utf8toUnicode,t:normalizePathWin,capture,setvar:tx.x_%{MATCHED_VAR}=%{MATCHED_VAR}"`;
  const bytes = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
  const types = fc.constantFrom(
    'application/json',
    'text/xml',
    'multipart/form-data; boundary=B',
    'application/x-www-form-urlencoded',
    '',
  );
  fc.assert(
    fc.property(bytes, bytes, types, bytes, (target, header, type, body) => {
      const headers: RequestHead['headers'] = [
        ['Content-Type', type],
        ['Cookie', header],
        [header, header],
      ];
      expect(['pass', 'block', 'undetermined']).toContain(run(rules, { target, headers, body }).verdict.kind);
    }),
  );
});
