import { describe, expect, it } from 'vitest';
import { inspectorOf, messagesOf, run, type Sent, send } from '../rules-fixture.ts';

const FORM: Sent['headers'] = [['Content-Type', 'application/x-www-form-urlencoded']];

describe('what a rule does to the request', () => {
  it.each<[what: string, rules: string, verdict: object]>([
    ['deny', 'SecAction "id:1,deny"', { kind: 'block', action: 'deny', status: 403 }],
    ['deny with a status', 'SecAction "id:1,deny,status:406"', { action: 'deny', status: 406 }],
    [
      'deny with a status that refuses nothing',
      'SecAction "id:1,deny,status:200"',
      { action: 'deny', status: 403 },
    ],
    ['drop', 'SecAction "id:1,drop"', { kind: 'block', action: 'drop', status: 403 }],
    [
      'redirect',
      'SecAction "id:1,redirect:\'https://example.org/?m=%{REQUEST_METHOD}\'"',
      { action: 'redirect', status: 302, location: 'https://example.org/?m=POST' },
    ],
    [
      'redirect to what the request says, without breaking the line',
      'SecAction "id:1,redirect:\'https://example.org/?x=%{ARGS.x}\'"',
      { location: 'https://example.org/?x=a%0D%0AB:%20c' },
    ],
    [
      'redirect with a status',
      'SecAction "id:1,redirect:/new,status:307"',
      { status: 307, location: '/new' },
    ],
    ['redirect with a status of another kind', 'SecAction "id:1,redirect:/new,status:403"', { status: 302 }],
    ['the last of several', 'SecAction "id:1,pass,drop,deny"', { action: 'deny' }],
    ['block without a default', 'SecAction "id:1,block"', { kind: 'pass' }],
    [
      'block as the default says',
      'SecDefaultAction "phase:2,drop"\nSecAction "id:1,block"',
      { action: 'drop' },
    ],
    [
      'block as the default of its phase says',
      'SecDefaultAction "phase:1,deny"\nSecDefaultAction "phase:2,pass"\nSecAction "id:1,phase:2,block"',
      { kind: 'pass' },
    ],
    [
      'block with a redirect and a status from the default',
      'SecDefaultAction "phase:2,redirect:/no,status:303"\nSecAction "id:1,block"',
      { action: 'redirect', status: 303, location: '/no' },
    ],
    [
      'the status of the rule before that of the default',
      'SecDefaultAction "phase:2,deny,status:401"\nSecAction "id:1,block,status:402"',
      { status: 402 },
    ],
    [
      'a rule without a decision, as the default says',
      'SecDefaultAction "phase:2,deny"\nSecAction "id:1"',
      { action: 'deny' },
    ],
    [
      'a default that comes later holds for later rules',
      'SecAction "id:1,block"\nSecDefaultAction "phase:2,deny"',
      { kind: 'pass' },
    ],
    ['phase by name', 'SecDefaultAction "phase:request,deny"\nSecAction "id:1,phase:2"', { action: 'deny' }],
  ])('%s', (_what, rules, verdict) => {
    expect(run(rules, { target: '/?x=a%0D%0AB:%20c' }).verdict).toMatchObject(verdict);
  });

  it.each<[scope: string, ids: readonly number[]]>([
    ['allow', [1, 6]],
    ['allow:request', [1, 4, 5, 6]],
    ['allow:phase', [1, 3, 4, 5, 6]],
  ])('%s lets it go on', (action, ids) => {
    const rules = `SecAction "id:1,phase:1,${action}"
SecAction "id:2,phase:1,deny"
SecAction "id:3,phase:2,pass"
SecAction "id:4,phase:3,pass"
SecAction "id:5,phase:4,pass"
SecAction "id:6,phase:5,pass"`;
    expect(run(rules, { response: { status: 200 } }).ids).toEqual(ids);
  });

  it('inherits what is not decisive too', () => {
    const rules = `SecDefaultAction "phase:2,pass,nolog,tag:own,t:lowercase,setvar:tx.n=+1"
SecRule ARGS:a "@streq x" "id:1,tag:more,chain"
SecRule ARGS:a "@streq x"
SecRule ARGS:a "@streq X" "id:2,t:none,log"
SecRule TX:n "@eq 2" "id:3"`;
    const { transaction, ids } = run(rules, { target: '/?a=X' });
    expect(ids).toEqual([1, 2, 3]);
    expect(transaction.matches.map(({ log, tags }) => [log, tags])).toEqual([
      [false, ['own', 'more']],
      [true, ['own']],
      [false, ['own']],
    ]);
  });
});

describe('ctl', () => {
  it.each<[form: string, action: string, rules: string, ids: readonly number[]]>([
    ['ruleRemoveById', 'ruleRemoveById=2', 'SecAction "id:2"\nSecAction "id:3"', [3]],
    [
      'ruleRemoveById of a range',
      'ruleRemoveById=2-3',
      'SecAction "id:2"\nSecAction "id:3"\nSecAction "id:4"',
      [4],
    ],
    [
      'ruleRemoveByTag',
      'ruleRemoveByTag=^attack/',
      'SecAction "id:2,tag:\'attack/x\'"\nSecAction "id:3"',
      [3],
    ],
    ['ruleRemoveByMsg', 'ruleRemoveByMsg=XSS', 'SecAction "id:2,msg:\'An XSS find\'"\nSecAction "id:3"', [3]],
    ['a later rule only', 'ruleRemoveById=1', 'SecAction "id:2"', [2]],
    [
      'ruleRemoveTargetById',
      'ruleRemoveTargetById=2;ARGS:a',
      'SecRule ARGS "@streq 1" "id:2"\nSecRule ARGS "@streq 2" "id:3"',
      [3],
    ],
    ['… with a leading !', 'ruleRemoveTargetById=2;!ARGS:a', 'SecRule ARGS "@streq 1" "id:2"', []],
    ['… names in any case', 'ruleRemoveTargetById=2;args:A', 'SecRule ARGS "@streq 1" "id:2"', []],
    [
      '… of a range',
      'ruleRemoveTargetById=2-9;ARGS:a',
      'SecRule ARGS "@streq 1" "id:2"\nSecRule ARGS "@streq 1" "id:9"',
      [],
    ],
    ['… by a pattern', 'ruleRemoveTargetById=2;ARGS:/^[ab]$/', 'SecRule ARGS "@rx [12]" "id:2"', []],
    [
      '… a whole collection',
      'ruleRemoveTargetById=2;ARGS',
      'SecRule ARGS|REQUEST_METHOD "@rx [12]" "id:2"',
      [],
    ],
    [
      '… a variable without members',
      'ruleRemoveTargetById=2;REQUEST_METHOD',
      'SecRule REQUEST_METHOD "@rx ." "id:2"',
      [],
    ],
    [
      '… leaves other collections alone',
      'ruleRemoveTargetById=2;ARGS:a',
      'SecRule ARGS_NAMES "@streq a" "id:2"',
      [2],
    ],
    [
      'ruleRemoveTargetByTag',
      'ruleRemoveTargetByTag=attack;ARGS:a',
      'SecRule ARGS "@streq 1" "id:2,tag:attack-x"\nSecRule ARGS "@streq 1" "id:3"',
      [3],
    ],
    [
      'ruleRemoveTargetByMsg',
      'ruleRemoveTargetByMsg=Bad;ARGS:a',
      'SecRule ARGS "@streq 1" "id:2,msg:Bad"',
      [],
    ],
    ['ruleEngine=Off', 'ruleEngine=Off', 'SecAction "id:2"', []],
    [
      'ruleEngine=DetectionOnly',
      'ruleEngine=DetectionOnly',
      'SecAction "id:2,deny"\nSecAction "id:3"',
      [2, 3],
    ],
    [
      'requestBodyProcessor',
      'requestBodyProcessor=JSON',
      'SecRule REQBODY_PROCESSOR "@streq JSON" "id:2"\nSecRule REQBODY_ERROR "@eq 1" "id:3"',
      [2, 3],
    ],
    ['requestBodyAccess=Off', 'requestBodyAccess=Off', 'SecRule ARGS:b "@streq 2" "id:2"', []],
    [
      'requestBodyLimit',
      'requestBodyLimit=1',
      'SecRule ARGS:b "@streq 2" "id:2"\nSecRule INBOUND_DATA_ERROR "@eq 1" "id:3"',
      [3],
    ],
    ['debugLogLevel', 'debugLogLevel=9', 'SecAction "id:2"', [2]],
    ['hashEngine', 'hashEngine=On', 'SecAction "id:2"', [2]],
  ])('%s', (_form, action, rules, ids) => {
    const all = `SecAction "id:1,phase:1,nolog,ctl:${action}"\n${rules}`;
    const { ids: seen } = run(all, { target: '/?a=1', headers: FORM, body: 'b=2' });
    expect(seen.filter((id) => id > 1)).toEqual(ids);
  });

  it.each<[form: string, seen: readonly number[]]>([
    ['responseBodyAccess=On', [2, 3]],
    ['responseBodyAccess=Off', []],
    ['responseBodyLimit=3', [3]],
  ])('%s', (form, ids) => {
    const rules = `SecAction "id:1,phase:1,nolog,ctl:${form}"
SecRule RESPONSE_BODY "@contains secret" "id:2,phase:4"
SecRule RESPONSE_BODY "@contains a s" "id:3,phase:4"`;
    const response = { status: 200, headers: [['Content-Type', 'text/html']] as const, body: 'a secret' };
    expect(run(rules, { response }).ids.filter((id) => id > 1)).toEqual(ids);
  });

  it('forceRequestBodyVariable shows bodies of any kind', () => {
    const rules = `SecRule ARGS:f "@rx ." "id:1,phase:1,nolog,ctl:forceRequestBodyVariable=On"
SecRule REQUEST_BODY "@contains text" "id:2"`;
    const inspector = inspectorOf(rules);
    const sent: Sent = { headers: [['Content-Type', 'text/plain']], body: 'some text' };
    expect(send(inspector, sent).ids).toEqual([]);
    expect(send(inspector, { ...sent, target: '/?f=1' }).ids).toEqual([1, 2]);
  });

  it.each<[action: string, message: string]>([
    ['frob=On', 'ctl:frob=On is not supported'],
    ['ruleUpdateTargetById=1;ARGS', 'ctl:ruleUpdateTargetById=1;ARGS is not supported'],
    ['ruleEngine=Maybe', 'ctl:ruleEngine=Maybe: the value is not On, Off or DetectionOnly'],
    ['auditEngine=Yes', 'ctl:auditEngine=Yes: the value is not On, Off or RelevantOnly'],
    ['auditLogParts=+X', 'ctl:auditLogParts=+X: the value is not +E, -C or ABCFHZ'],
    [
      'requestBodyProcessor=PDF',
      'ctl:requestBodyProcessor=PDF: the value is not one of URLENCODED, MULTIPART, JSON, XML',
    ],
    ['requestBodyAccess=1', 'ctl:requestBodyAccess=1: the value is not On or Off'],
    ['requestBodyLimit=big', 'ctl:requestBodyLimit=big: the value is not a whole number of bytes above 0'],
    ['ruleRemoveById=x', "ctl:ruleRemoveById=x: 'x' is no rule id and no range of ids"],
    ['ruleRemoveByTag=(', "ctl:ruleRemoveByTag=(: the pattern '(' is not supported"],
    ['ruleRemoveTargetById=2', "ctl:ruleRemoveTargetById=2: '2' names no target"],
    ['ruleRemoveTargetById=2;ARGZ:a', 'ctl:ruleRemoveTargetById=2;ARGZ:a: the variable ARGZ is not known'],
    ['ruleRemoveTargetById=2;ARGS:/(/', 'ctl:ruleRemoveTargetById=2;ARGS:/(/: the selector is not supported'],
  ])('%s is refused', (action, message) => {
    expect(messagesOf(`SecAction "id:1,ctl:${action}"`, ['error'])).toContain(message);
  });

  it('says what changes nothing', () => {
    expect(messagesOf('SecAction "id:1,ctl:debugLogLevel=9"')).toBe(
      `r.conf:1:17: info seclang.no-effect: ctl:debugLogLevel=9 has no effect here: there is no debug log
    SecAction "id:1,ctl:debugLogLevel=9"`,
    );
  });
});

describe('actions that are wrong are named', () => {
  it.each<[rule: string, golden: string]>([
    [
      'SecAction "id:1,msg"',
      `r.conf:1:17: error seclang.bad-action: the action msg needs a value
    SecAction "id:1,msg"
  help: the rule is not run; write msg:value`,
    ],
    [
      'SecAction "id:1,deny:403"',
      `r.conf:1:17: warning seclang.extra-value: the action deny takes no value; '403' is not read
    SecAction "id:1,deny:403"
  help: take the colon and what follows it out`,
    ],
    [
      'SecAction "id:1,allow:all"',
      `r.conf:1:17: error seclang.bad-action: allow takes phase or request, or nothing, and not 'all'
    SecAction "id:1,allow:all"
  help: the rule is not run`,
    ],
    [
      'SecAction "id:1,skip:some"',
      `r.conf:1:17: error seclang.bad-action: skip takes how many rules to skip, and not 'some'
    SecAction "id:1,skip:some"
  help: the rule is not run`,
    ],
    [
      'SecAction "id:1,status:no"',
      `r.conf:1:17: error seclang.bad-action: 'no' is no status from 100 to 599
    SecAction "id:1,status:no"
  help: the rule is not run`,
    ],
    [
      'SecAction "id:1,append:text"',
      `r.conf:1:17: error seclang.unsupported-action: the action append is not supported: it would change the response
    SecAction "id:1,append:text"
  help: the rule is not run; remove the action, or correct it`,
    ],
    [
      'SecAction "id:1,msg:\'a\'b,log"',
      `r.conf:1:21: warning seclang.open-quote: the value that begins with this quote does not end with one before the next comma
    SecAction "id:1,msg:'a'b,log"
  help: close the quote right before the comma; a quote inside of the value is written \\'`,
    ],
    [
      'SecDefaultAction "log,pass"',
      `r.conf:1:19: error seclang.bad-arguments: SecDefaultAction expects a phase from 1 to 5
    SecDefaultAction "log,pass"
  help: write SecDefaultAction "phase:2,log,auditlog,pass"; the directive has no effect now`,
    ],
    [
      'SecDefaultAction "phase:1,log"',
      `r.conf:1:19: error seclang.bad-arguments: SecDefaultAction expects pass, deny or another decision
    SecDefaultAction "phase:1,log"
  help: write SecDefaultAction "phase:2,log,auditlog,pass"; the directive has no effect now`,
    ],
    [
      'SecDefaultAction "phase:1,pass,msg:x"',
      `r.conf:1:32: warning seclang.default-action: rules do not inherit the action msg
    SecDefaultAction "phase:1,pass,msg:x"
  help: take it out of SecDefaultAction`,
    ],
    [
      'SecCookieFormat 1',
      `r.conf:1:1: error seclang.unsupported-directive: SecCookieFormat 1 is not supported: cookies are read in their one form, version 0
    SecCookieFormat 1
  help: it has no effect; take it out`,
    ],
    [
      'SecRuleScript a.lua',
      `r.conf:1:1: error seclang.unsupported-directive: SecRuleScript is not supported: Lua is not run
    SecRuleScript a.lua
  help: it has no effect; take it out`,
    ],
    [
      'SecRule FILES_TMP_CONTENT "@rx a" "id:1"',
      `r.conf:1:9: error seclang.bad-variable: the variable FILES_TMP_CONTENT is not supported: the content of uploads is not kept
    SecRule FILES_TMP_CONTENT "@rx a" "id:1"
  help: rule 1 is not run; remove the variable`,
    ],
    [
      'SecRule REMOTE_ADDR "@geoLookup" "id:1"',
      `r.conf:1:22: error seclang.unsupported-operator: the operator @geoLookup is not supported: it needs to know the countries of addresses, which loadRules was not given
    SecRule REMOTE_ADDR "@geoLookup" "id:1"
  help: rule 1 is not run; give geo to the resolver`,
    ],
  ])('%s', (rule, golden) => {
    expect(messagesOf(rule)).toBe(golden);
  });
});

it('geoLookup fills GEO', () => {
  const rules = `SecRule REMOTE_ADDR "@geoLookup" "id:1,phase:1,pass,setvar:tx.c=%{GEO.COUNTRY_CODE},chain"
SecRule GEO:COUNTRY_CODE "@streq CZ"
SecRule TX:c "@streq CZ" "id:2,phase:1"
SecRule &GEO "@eq 2" "id:3,phase:1"
SecRule &GEO "@eq 0" "id:4,phase:1"`;
  const geo = (address: string) => (address === '192.0.2.1' ? { countryCode: 'CZ', continent: 'EU' } : null);
  const inspector = inspectorOf(rules, {}, { geo });
  expect(send(inspector).ids).toEqual([1, 2, 3]);
  expect(send(inspector, { clientAddress: '192.0.2.9' }).ids).toEqual([4]);
});
