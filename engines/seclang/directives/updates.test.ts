import { describe, expect, it } from 'vitest';
import { load, messagesOf, run } from '../rules-fixture.ts';

const TARGET = '/?a=1&b=2&c=3';

describe('directives that change rules', () => {
  it.each<[what: string, rules: string, ids: readonly number[]]>([
    ['remove by id', 'SecAction "id:1"\nSecAction "id:2"\nSecRuleRemoveById 1', [2]],
    [
      'remove by several ids and ranges',
      'SecAction "id:1"\nSecAction "id:2"\nSecAction "id:30"\nSecAction "id:39"\nSecAction "id:40"\nSecRuleRemoveById 1 2 "30-39"',
      [40],
    ],
    [
      'remove by ranges between commas',
      'SecAction "id:1"\nSecAction "id:2"\nSecAction "id:5"\nSecRuleRemoveById "1-2,5"\nSecAction "id:6"',
      [6],
    ],
    [
      'remove by a pattern on the message',
      'SecAction "id:1,msg:\'An XSS find\'"\nSecAction "id:2"\nSecRuleRemoveByMsg "XSS .ind$"',
      [2],
    ],
    [
      'remove by a pattern on tags',
      'SecAction "id:1,tag:a,tag:\'attack/xss\'"\nSecAction "id:2,tag:a"\nSecRuleRemoveByTag "^attack/"',
      [2],
    ],
    ['leave rules behind them alone', 'SecRuleRemoveById 1\nSecAction "id:1"', [1]],
    [
      'give the id of a removed rule free',
      'SecAction "id:1,msg:old"\nSecRuleRemoveById 1\nSecAction "id:1,msg:new"',
      [1],
    ],
    [
      'remove whole chains',
      'SecAction "id:1,chain"\nSecAction "t:none"\nSecRuleRemoveById 1\nSecAction "id:2"',
      [2],
    ],
    [
      'keep the place of a removed rule for skipAfter',
      'SecAction "id:1,skipAfter:3"\nSecAction "id:2"\nSecAction "id:3"\nSecAction "id:4"\nSecRuleRemoveById 3',
      [1, 4],
    ],
    ['exclude a target', 'SecRule ARGS "@streq 2" "id:1"\nSecRuleUpdateTargetById 1 "!ARGS:b"', []],
    [
      'exclude targets by pattern',
      'SecRule ARGS "@rx [12]" "id:1"\nSecRuleUpdateTargetById 1 "!ARGS:/^[ab]$/"',
      [],
    ],
    [
      'exclude a whole collection',
      'SecRule ARGS|REQUEST_METHOD "@rx ." "id:1,setvar:tx.n=+1"\nSecRuleUpdateTargetById 1 "!ARGS"\nSecRule TX:n "!@eq 1" "id:2"',
      [1],
    ],
    [
      'exclude several targets at once',
      'SecRule ARGS "@rx ." "id:1"\nSecRuleUpdateTargetById 1 "!ARGS:a,!ARGS:b|!ARGS:c"',
      [],
    ],
    ['add a target', 'SecRule REQUEST_METHOD "@streq 2" "id:1"\nSecRuleUpdateTargetById 1 "ARGS:b"', [1]],
    [
      'replace a target',
      'SecRule ARGS:a|ARGS:b "@streq 3" "id:1"\nSecRuleUpdateTargetById 1 ARGS:c ARGS:a',
      [1],
    ],
    [
      'replace only that target',
      'SecRule ARGS:a|ARGS:b "@streq 1" "id:1"\nSecRuleUpdateTargetById 1 ARGS:c ARGS:a',
      [],
    ],
    [
      'change nothing where the target to replace is not there',
      'SecRule ARGS:a "@streq 3" "id:1"\nSecRuleUpdateTargetById 1 ARGS:c ARGS:z',
      [],
    ],
    [
      'change targets of several ids and ranges',
      'SecRule ARGS "@streq 1" "id:1"\nSecRule ARGS "@streq 1" "id:15"\nSecRule ARGS "@streq 1" "id:16"\nSecRuleUpdateTargetById 1 10-15 "!ARGS:a"',
      [16],
    ],
    [
      'change targets of the rule at an offset of a chain',
      'SecRule ARGS:a "@streq 1" "id:1,chain"\nSecRule ARGS "@streq 2"\nSecRuleUpdateTargetById 1:1 "!ARGS:b"',
      [],
    ],
    [
      'change targets by tag',
      'SecRule ARGS "@streq 1" "id:1,tag:x"\nSecRule ARGS "@streq 1" "id:2"\nSecRuleUpdateTargetByTag x "!ARGS:a"',
      [2],
    ],
    [
      'change targets by message',
      'SecRule ARGS "@streq 1" "id:1,msg:\'A b\'"\nSecRule ARGS "@streq 1" "id:2"\nSecRuleUpdateTargetByMsg "A b" "!ARGS:a"',
      [2],
    ],
    [
      'are added up',
      'SecRule ARGS "@rx ." "id:1"\nSecRuleUpdateTargetById 1 "!ARGS:a"\nSecRuleUpdateTargetById 1 "!ARGS:b"\nSecRuleUpdateTargetById 1 "!ARGS:c"',
      [],
    ],
    ['name directives in any case', 'SecAction "id:1"\nsecruleremovebyid 1', []],
  ])('%s', (_what, rules, ids) => {
    expect(run(rules, { target: TARGET }).ids).toEqual(ids);
  });
});

describe('SecRuleUpdateActionById', () => {
  it.each<[what: string, rules: string, expected: object]>([
    ['overwrites the decision', 'SecAction "id:1,deny"\nSecRuleUpdateActionById 1 "pass"', { kind: 'pass' }],
    ['sets a status', 'SecAction "id:1,deny"\nSecRuleUpdateActionById 1 "status:406"', { status: 406 }],
    [
      'reverts to the default with block',
      'SecDefaultAction "phase:2,log,pass"\nSecAction "id:1,phase:2,deny"\nSecRuleUpdateActionById 1 block',
      { kind: 'pass' },
    ],
    [
      'uses the default that held for the rule',
      'SecDefaultAction "phase:2,deny,status:401"\nSecAction "id:1,block"\nSecDefaultAction "phase:2,deny,status:402"\nSecRuleUpdateActionById 1 "tag:x"',
      { status: 401 },
    ],
    ['leaves the id as it is', 'SecAction "id:1,pass"\nSecRuleUpdateActionById 1 "deny"', { ruleId: 1 }],
  ])('%s', (_what, rules, expected) => {
    expect(run(rules).verdict).toMatchObject(expected);
  });

  it('appends what may be there several times, and replaces what is there once', () => {
    const rules = `SecRule ARGS:a "@streq A B" "id:1,msg:old,tag:x,setvar:tx.a=1,t:lowercase"
SecRuleUpdateActionById 1 "t:none,t:compressWhitespace,msg:'new',tag:y,setvar:tx.b=2"
SecRule TX:a|TX:b "@rx ." "id:2,setvar:tx.n=+1"
SecRule TX:n "@eq 2" "id:3"`;
    const { ids, transaction } = run(rules, { target: '/?a=A++B' });
    expect(ids).toEqual([1, 2, 3]);
    expect(transaction.matches[0]).toMatchObject({ message: 'new', tags: ['x', 'y'] });
  });

  it('changes the chained rule at an offset', () => {
    const rules = `SecRule ARGS:a "@streq 1" "id:1,chain"
SecRule ARGS:b "@streq x"
SecRuleUpdateActionById 1:1 "t:lowercase"`;
    expect(run(rules, { target: '/?a=1&b=X' }).ids).toEqual([1]);
  });

  it('keeps a chain together, with chain in the list and without', () => {
    const chain = 'SecRule ARGS:a "@streq 1" "id:1,chain"\nSecRule ARGS:b "@streq 2"\n';
    for (const actions of ['chain,msg:new', 'msg:new']) {
      const rules = `${chain}SecRuleUpdateActionById 1 "${actions}"`;
      expect(run(rules, { target: '/?a=1&b=2' }).ids).toEqual([1]);
      expect(run(rules, { target: '/?a=1' }).ids).toEqual([]);
    }
  });

  it('is not undone by a later change of targets, nor undoes one', () => {
    const rule = 'SecRule ARGS "@rx ." "id:1,deny"\n';
    const changes = ['SecRuleUpdateTargetById 1 "!ARGS:a"', 'SecRuleUpdateActionById 1 "pass"'];
    for (const order of [changes, changes.toReversed()]) {
      const rules = rule + order.join('\n');
      expect(run(rules, { target: '/?a=1' }).ids).toEqual([]);
      expect(run(rules, { target: '/?b=1' })).toMatchObject({ ids: [1], verdict: { kind: 'pass' } });
    }
  });
});

it('counts what directives take out', () => {
  const { counts } = load(
    'SecAction "id:1,chain"\nSecAction\n"t:none"\nSecAction "id:2"\nSecRuleRemoveById 2',
  );
  expect(counts.loaded + counts.disabled + counts.refused).toBe(counts.read);
  expect(counts.disabled).toBe(1);
});

describe('what they cannot do is reported', () => {
  it.each<[what: string, rules: string, golden: string]>([
    [
      'a rule that stands behind',
      'SecRuleRemoveById 1\nSecAction "id:1"',
      `r.conf:1:19: warning seclang.no-such-rule: SecRuleRemoveById changes nothing: no rule before it is meant by '1'
    SecRuleRemoveById 1
  help: put it behind the rules that it is about; they may be refused or removed, too`,
    ],
    [
      'an offset behind the end of a chain',
      'SecAction "id:1"\nSecRuleUpdateActionById 1:1 "nolog"',
      `r.conf:2:25: warning seclang.no-such-rule: SecRuleUpdateActionById changes nothing: no rule before it is meant by '1:1'
    SecRuleUpdateActionById 1:1 "nolog"
  help: put it behind the rules that it is about; they may be refused or removed, too`,
    ],
    [
      'another id',
      'SecAction "id:1"\nSecRuleUpdateActionById 1 "id:2,phase:1,nolog"',
      `r.conf:2:28: error seclang.fixed-action: SecRuleUpdateActionById cannot change the id of a rule
    SecRuleUpdateActionById 1 "id:2,phase:1,nolog"
  help: the other actions are changed; to change this one, remove the rule and write it anew
r.conf:2:33: error seclang.fixed-action: SecRuleUpdateActionById cannot change the phase of a rule
    SecRuleUpdateActionById 1 "id:2,phase:1,nolog"
  help: the other actions are changed; to change this one, remove the rule and write it anew`,
    ],
    [
      'an unknown action',
      'SecAction "id:1"\nSecRuleUpdateActionById 1 "frob"',
      `r.conf:2:28: error seclang.unknown-action: the action frob is not known
    SecRuleUpdateActionById 1 "frob"
  help: the rule stays as it was; remove the action, or correct it`,
    ],
    [
      'a pattern that cannot be run',
      'SecRuleRemoveByTag "(a"',
      `r.conf:1:21: error seclang.bad-arguments: the pattern '(a' is not supported: the group is not closed by )
    SecRuleRemoveByTag "(a"`,
    ],
    [
      'no targets',
      'SecRuleUpdateTargetById 1',
      `r.conf:1:1: error seclang.bad-arguments: SecRuleUpdateTargetById expects which rules, the variables to add or exclude, and at most one to replace
    SecRuleUpdateTargetById 1
  help: write for example SecRuleUpdateTargetById 942100 "!ARGS:comment"`,
    ],
    [
      'an action that only the first rule of a chain has',
      'SecAction "id:1,chain"\nSecAction "deny"',
      `r.conf:2:12: warning seclang.chained-action: the action deny has no effect in a chained rule
    SecAction "deny"
  help: put it into the first rule of the chain`,
    ],
  ])('%s', (_what, rules, golden) => {
    expect(messagesOf(rules)).toBe(golden);
  });
});
