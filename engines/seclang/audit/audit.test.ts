import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../api.ts';
import { inspectorOf, load, messagesOf, run, type Sent, send } from '../rules-fixture.ts';
import { withAnswer } from './with-answer.ts';

const FORM: Sent = {
  target: '/x?a=bz&c=D&pw=secret',
  headers: [
    ['Host', 'example.org'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['X-A', '1'],
    ['X-A', '2'],
  ],
  body: 'k=v&pw=hush',
  response: { status: 200, headers: [['Content-Type', 'text/plain']], body: 'ok\n' },
};

function record(rules: string, sent: Sent = FORM): AuditRecord | null {
  return run(rules, sent).transaction.auditRecord();
}

describe('an audit record', () => {
  it('has the layout of libmodsecurity', () => {
    const rules = `SecAuditEngine On
SecAuditLogParts ABCEFHJKZ
SecComponentSignature "OWN/1.0"
SecRule ARGS:a "@rx b(.)" "id:1,phase:2,pass,log,capture,msg:'Found %{TX.0}',logdata:'in %{MATCHED_VAR_NAME}',severity:CRITICAL,tag:t1,tag:t2,ver:'V/1',rev:3,maturity:4,accuracy:5,chain"
  SecRule ARGS:c "@streq d" "t:lowercase"
SecAction "id:2,phase:2,pass,nolog"`;
    expect(record(rules)).toEqual({
      transaction: {
        client_ip: '192.0.2.1',
        time_stamp: 'Fri Jan 02 03:04:05 2026',
        server_id: 'default',
        client_port: 1,
        host_ip: '192.0.2.2',
        host_port: 80,
        unique_id: 'unique',
        is_interrupted: false,
        request: {
          method: 'POST',
          http_version: 1.1,
          uri: '/x?a=bz&c=D&pw=secret',
          body: 'k=v&pw=hush',
          headers: {
            Host: 'example.org',
            'Content-Type': 'application/x-www-form-urlencoded',
            'X-A': '1, 2',
          },
        },
        response: { body: 'ok\n', http_code: 200, headers: { 'Content-Type': 'text/plain' } },
        producer: {
          modsecurity: '@dejfa/seclang',
          connector: '',
          secrules_engine: 'Enabled',
          components: ['OWN/1.0'],
        },
        messages: [
          {
            message: 'Found bz',
            details: {
              match: "Matched \"Operator `streq' with parameter `d' against variable `ARGS:c' (Value: `D' )",
              reference: 'o0,1',
              ruleId: '1',
              file: 'r.conf',
              lineNumber: '4',
              data: 'in ARGS:c',
              severity: '2',
              ver: 'V/1',
              rev: '3',
              tags: ['t1', 't2'],
              maturity: '4',
              accuracy: '5',
            },
          },
        ],
        matched_rules: [
          { id: 1, phase: 2, file: 'r.conf', line: 4, chain: 2 },
          { id: 2, phase: 2, file: 'r.conf', line: 6, chain: 1 },
        ],
      },
    });
  });

  it('holds only what it is to hold', () => {
    const transaction = record('SecAuditEngine On\nSecAuditLogParts AZ')?.transaction;
    expect(Object.keys(transaction ?? {}).slice(-3)).toEqual(['is_interrupted', 'request', 'response']);
    expect(transaction?.request).toEqual({ method: 'POST', http_version: 1.1, uri: FORM.target });
    expect(transaction?.response).toEqual({ http_code: 200 });
  });

  it('says of a blocked request what it is answered with', () => {
    const rules = 'SecAuditEngine On\nSecAction "id:1,phase:1,deny,status:406"';
    expect(record(rules)?.transaction).toMatchObject({ is_interrupted: true, response: { http_code: 406 } });
  });

  it('shows a multipart body as a form without its files (part I), and the files (part J)', () => {
    const body = [
      '--B',
      'Content-Disposition: form-data; name="k"',
      '',
      'a b',
      '--B',
      'Content-Disposition: form-data; name="f"; filename="r.txt"',
      '',
      'file',
      '--B--',
      '',
    ].join('\r\n');
    const sent: Sent = { headers: [['Content-Type', 'multipart/form-data; boundary=B']], body };
    const { request, uploads } = record('SecAuditEngine On\nSecAuditLogParts AIJZ', sent)?.transaction ?? {};
    expect(request?.body).toBe('k=a%20b');
    expect(uploads).toEqual({ info: [{ file_name: 'r.txt', file_size: 4 }], total: 4 });
    expect(record('SecAuditEngine On\nSecAuditLogParts AIZ')?.transaction.request.body).toBe(FORM.body);
  });
});

describe('which transactions have a record', () => {
  it.each<[what: string, rules: string, wanted: boolean]>([
    ['none without SecAuditEngine', 'SecAction "id:1,log,auditlog"', false],
    ['none where it is Off', 'SecAuditEngine Off\nSecAction "id:1,log"', false],
    ['all where it is On', 'SecAuditEngine On', true],
    ['those with a match that is logged', 'SecAuditEngine RelevantOnly\nSecAction "id:1,pass"', true],
    ['not those with nolog alone', 'SecAuditEngine RelevantOnly\nSecAction "id:1,pass,nolog"', false],
    ['those with nolog,auditlog', 'SecAuditEngine RelevantOnly\nSecAction "id:1,pass,nolog,auditlog"', true],
    [
      'not those with log,noauditlog',
      'SecAuditEngine RelevantOnly\nSecAction "id:1,pass,log,noauditlog"',
      false,
    ],
    [
      'as the default action says',
      'SecAuditEngine RelevantOnly\nSecDefaultAction "phase:2,pass,nolog"\nSecAction "id:1"',
      false,
    ],
    ['those with a relevant status', 'SecAuditEngine RelevantOnly\nSecAuditLogRelevantStatus "^2"', true],
    [
      'not those with another status',
      'SecAuditEngine RelevantOnly\nSecAuditLogRelevantStatus "^(?:5|4(?!04))"',
      false,
    ],
    ['a rule turns it on', 'SecAction "id:1,nolog,ctl:auditEngine=On"', true],
    ['a rule turns it off', 'SecAuditEngine On\nSecAction "id:1,ctl:auditEngine=Off"', false],
    ['even with SecRuleEngine Off', 'SecRuleEngine Off\nSecAuditEngine On', true],
  ])('%s', (_what, rules, wanted) => {
    expect(record(rules) !== null).toBe(wanted);
  });

  it('none before the end', () => {
    const { transaction } = run('SecAuditEngine On');
    expect(transaction.auditRecord()).not.toBeNull();
  });
});

describe('what is hidden', () => {
  const ON = 'SecAuditEngine On\nSecAuditLogParts ABCEFHJKZ\n';
  const JSON_BODY: Sent = {
    headers: [['Content-Type', 'application/json']],
    body: String.raw`{"user":"me","pw":"a\"b"}`,
  };

  it.each<[what: string, rules: string, sent: Sent, shown: readonly string[], hidden: readonly string[]]>([
    [
      'an argument of query and body, in any case',
      'SecAction "id:1,nolog,sanitiseArg:PW"',
      FORM,
      ['/x?a=bz&c=D&pw=******', 'k=v&pw=****'],
      ['secret', 'hush'],
    ],
    [
      'an argument that the query writes otherwise',
      'SecAction "id:1,nolog,sanitiseArg:pw"',
      { ...FORM, target: '/?p%77=%73ecret&z=1' },
      ['/?p%77=********&z=1'],
      ['ecret'],
    ],
    [
      'an argument in messages and data',
      `SecRule ARGS:pw "@rx ." "id:1,phase:2,pass,msg:'Was %{MATCHED_VAR}',logdata:'%{ARGS.pw}',sanitiseArg:pw"`,
      FORM,
      ['Was ****'],
      ['secret', 'hush'],
    ],
    [
      'header fields',
      'SecAction "id:1,nolog,sanitiseRequestHeader:x-a,sanitiseRequestHeader:Host"',
      FORM,
      ['"X-A":"*, *"', '"Host":"***********"'],
      ['example.org'],
    ],
    [
      'response header fields',
      'SecAction "id:1,phase:3,nolog,sanitiseResponseHeader:Set-Cookie"',
      { ...FORM, response: { status: 200, headers: [['Set-Cookie', 'sid=77']] } },
      ['"Set-Cookie":"******"'],
      ['sid=77'],
    ],
    [
      'what matched',
      'SecRule ARGS_NAMES "@rx ^p" "id:1,phase:2,nolog,sanitiseMatched"',
      FORM,
      ['pw=******'],
      ['secret', 'hush'],
    ],
    [
      'a cookie that matched',
      'SecRule REQUEST_COOKIES:sid "@rx ." "id:1,phase:1,nolog,sanitiseMatched"',
      { ...FORM, headers: [['Cookie', 'sid=s3cr3t; x=1']] },
      ['sid=******; x=1'],
      ['s3cr3t'],
    ],
    [
      'the bytes that matched, but for the ends',
      'SecRule ARGS:a "@rx \\d+" "id:1,phase:2,nolog,capture,sanitiseMatchedBytes:1/2"',
      { ...FORM, target: '/?a=x1234567y' },
      ['a=x1****67y'],
      ['2345'],
    ],
    [
      'the bytes that matched, all',
      'SecRule ARGS:a "@rx \\d+" "id:1,phase:2,nolog,capture,sanitiseMatchedBytes"',
      { ...FORM, target: '/?a=x1234567y' },
      ['a=x*******y'],
      ['1234567'],
    ],
    [
      'a whole body where an argument stands in it otherwise',
      'SecAction "id:1,nolog,sanitiseArg:json.pw"',
      JSON_BODY,
      ['"body":"*'],
      ['user'],
    ],
    ['nothing else', 'SecAction "id:1,nolog,sanitiseArg:none"', FORM, ['secret', 'hush', 'example.org'], []],
  ])('%s', (_what, rules, sent, shown, hidden) => {
    const text = JSON.stringify(record(ON + rules, sent));
    for (const part of shown) expect(text).toContain(part);
    for (const part of hidden) expect(text).not.toContain(part);
  });

  it('everything, where more is to be hidden than can be told apart', () => {
    const target = `/?${Array.from({ length: 400 }, (_, number) => `a${number}=v${number}x`).join('&')}`;
    const text = JSON.stringify(
      record(`${ON}SecRule ARGS "@rx ." "id:1,phase:2,nolog,sanitiseMatched"`, { ...FORM, target }),
    );
    expect(text).toContain('a399=*****');
    for (const part of ['v0x', 'v399x', 'hush', 'example.org']) expect(text).not.toContain(part);
  });
});

it('hides what was cut', () => {
  const rules = `SecAuditEngine On
SecRule ARGS:pw "@rx b+" "id:1,phase:2,pass,log,sanitiseArg:pw"`;
  const target = `/?pw=${'a'.repeat(3000)}bbb${'c'.repeat(3000)}`;
  const text = JSON.stringify(record(rules, { ...FORM, target, body: '' }));
  expect(text).not.toMatch(/aaa|bbb|ccc/);
});

it('hides an argument, whatever it holds and however it is written', () => {
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const secret = fc.array(byte, { minLength: 8, maxLength: 20 }).map((bytes) => `S${bytes.join('')}`);
  const escaped = (text: string, every: number) =>
    [...text]
      .map((char, at) =>
        at % every === 0 || !/[a-z0-9]/i.test(char)
          ? `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`
          : char,
      )
      .join('');
  const audited = inspectorOf(
    `SecAuditEngine On\nSecAuditLogParts ABCEFHJKZ
SecRule ARGS "@unconditionalMatch" "id:1,phase:2,pass,log,msg:'%{MATCHED_VAR}',logdata:'%{ARGS.pw}',sanitiseArg:pw"`,
  );
  fc.assert(
    fc.property(secret, fc.integer({ min: 1, max: 5 }), (value, every) => {
      const sent: Sent = {
        ...FORM,
        target: `/?pw=${escaped(value, every)}`,
        body: `a=1&pw=${escaped(value, every + 1)}`,
      };
      const record = send(audited, sent).transaction.auditRecord();
      const { request, messages } = record?.transaction ?? {};
      expect(request?.uri).toMatch(/^\/\?pw=\*+$/);
      expect(request?.body).toMatch(/^a=1&pw=\*+$/);
      expect(messages?.[0]?.message).toMatch(/^\*+$/);
      expect(messages?.[0]?.details.data).toMatch(/^\*+$/);
    }),
  );
});

it('reports what audit directives do not know', () => {
  expect(messagesOf('SecAuditEngine Sometimes\nSecAuditLogParts AXZ\nSecAuditLogRelevantStatus "(5"')).toBe(
    `r.conf:1:16: error seclang.bad-arguments: SecAuditEngine expects On, Off or RelevantOnly
    SecAuditEngine Sometimes
  help: write SecAuditEngine and On, Off or RelevantOnly; the directive has no effect now
r.conf:2:18: error seclang.bad-arguments: SecAuditLogParts expects letters from A to K, and Z
    SecAuditLogParts AXZ
  help: write SecAuditLogParts and letters from A to K, and Z; the directive has no effect now
r.conf:3:28: error seclang.bad-arguments: SecAuditLogRelevantStatus expects a pattern that can be run
    SecAuditLogRelevantStatus "(5"
  help: write SecAuditLogRelevantStatus and a pattern that can be run; the directive has no effect now`,
  );
});

it('reports what is asked for that records are not', () => {
  expect(
    messagesOf('SecAuditLogType Serial\nSecAuditLogFormat JSON\nSecAuditLogType Concurrent', ['error']),
  ).toBe(
    `r.conf:3:1: error seclang.unsupported-directive: SecAuditLogType Concurrent is not supported: audit records are lines of one log
    SecAuditLogType Concurrent
  help: it has no effect; take it out`,
  );
});

it('is given with the rules where they would have records written, and which', () => {
  const text = 'SecAuditEngine RelevantOnly\nSecAuditLog /var/log/a.json\nSecAuditLog "b c.json"';
  expect(load(text).audit).toEqual({ engine: 'relevant-only', path: 'b c.json' });
  expect(load('SecMarker X').audit).toEqual({ engine: null, path: null });
});

describe('what the caller says', () => {
  it.each<[what: string, directive: string, option: 'on' | 'off' | 'relevant-only', wanted: boolean]>([
    ['all, where rules say none', 'SecAuditEngine Off', 'on', true],
    ['none, where rules say all', 'SecAuditEngine On', 'off', false],
    ['the relevant ones, where rules say nothing', 'SecMarker X', 'relevant-only', false],
  ])('%s', (_what, directive, auditEngine, wanted) => {
    const { transaction } = run(directive, FORM, { auditEngine });
    expect(transaction.auditRecord() !== null).toBe(wanted);
  });

  const SECRETS: Sent = {
    ...FORM,
    headers: [
      ['Cookie', 'sid=s3cr3t; lang=fa'],
      ['Authorization', 'Basic dXNlcjpwdw=='],
      ['X-A', 'plain'],
    ],
    response: { status: 200, headers: [['Set-Cookie', 'sid=n3w']] },
  };
  const HIDES = { auditEngine: 'on', auditHides: ['Cookie', 'authorization', 'set-cookie'] } as const;
  const SAYS = "msg:'Was %{MATCHED_VAR}',logdata:'%{TX.0} within %{MATCHED_VAR}',capture";

  it.each<[what: string, rule: string]>([
    ['a field', `SecRule REQUEST_HEADERS "@rx s[3]c|d[X]N" "id:1,phase:1,pass,log,${SAYS}"`],
    [
      'a transformed field',
      `SecRule REQUEST_HEADERS:Cookie "@rx S[3]C" "id:1,phase:1,pass,log,t:uppercase,${SAYS}"`,
    ],
    ['a cookie', `SecRule REQUEST_COOKIES:sid "@rx ^(.*)$" "id:1,phase:1,pass,log,${SAYS}"`],
    ['a field of the response', `SecRule RESPONSE_HEADERS "@rx n[3]w" "id:1,phase:3,pass,log,${SAYS}"`],
    ['the whole request', `SecRule FULL_REQUEST "@rx s[3]cr3t" "id:1,phase:2,pass,log,${SAYS}"`],
  ])('hides fields where they stand and where they matched: %s', (_what, rule) => {
    const transaction = run(`SecAuditLogParts ABFHZ\n${rule}`, SECRETS, HIDES).transaction.auditRecord();
    expect(transaction?.transaction.messages).toHaveLength(1);
    const text = JSON.stringify(transaction);
    expect(text).not.toMatch(/s3cr3t|dXN|n3w/i);
    expect(text).toContain('"Cookie":"*******************"');
    expect(text).toContain('"X-A":"plain"');
  });

  it('hides nothing else', () => {
    const rule = `SecRule ARGS:a "@rx b" "id:1,phase:2,pass,log,${SAYS}"`;
    const text = JSON.stringify(run(rule, SECRETS, HIDES).transaction.auditRecord());
    expect(text).toContain('"data":"b within bz"');
  });
});

it('says in the end whether it was let through, and what it was answered with', () => {
  const blocked = record('SecAuditEngine On\nSecAction "id:1,phase:1,deny,status:406"');
  const passed = record('SecAuditEngine On');
  if (blocked === null || passed === null) throw new Error('there is a record');
  expect(withAnswer(blocked, { status: 200, blocked: false }).transaction).toMatchObject({
    is_interrupted: false,
    response: { http_code: 200 },
    producer: { secrules_engine: 'DetectionOnly' },
    messages: blocked.transaction.messages,
  });
  expect(withAnswer(blocked, { status: 0, blocked: true }).transaction).toMatchObject({
    is_interrupted: true,
    response: { http_code: 0 },
    producer: { secrules_engine: 'Enabled' },
  });
  const refused = withAnswer(passed, { status: 503, blocked: true }).transaction;
  expect(refused).toMatchObject({ is_interrupted: true, producer: { secrules_engine: 'Enabled' } });
});
