import { describe, expect, it } from 'vitest';
import { createMemoryCollectionStore } from '../collections/index.ts';
import { inspectorOf, load, type Sent, send } from '../rules-fixture.ts';

const OPEN = 'SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"\n';

/** Ids of rules above 1 that matched, for each of the requests in turn. */
function idsOf(rules: string, requests: readonly Sent[]): readonly (readonly number[])[] {
  const inspector = inspectorOf(OPEN + rules);
  return requests.map((sent) => send(inspector, sent).ids.filter((id) => id > 1));
}

function at(seconds: number, sent: Sent = {}): Sent {
  return { ...sent, nowMs: seconds * 1000 };
}

describe('rules that count over requests', () => {
  it.each<[what: string, rules: string, requests: readonly Sent[], ids: readonly (readonly number[])[]]>([
    [
      'count each address by itself',
      'SecAction "id:2,phase:1,pass,setvar:ip.n=+1"\nSecRule IP:N "@ge 2" "id:3,phase:1"',
      [{}, {}, { clientAddress: '192.0.2.9' }],
      [[2], [2, 3], [2]],
    ],
    [
      'forget after the timeout of the collection',
      'SecCollectionTimeout 60\nSecRule IP:N "@ge 1" "id:2,phase:1"\nSecAction "id:3,phase:1,pass,setvar:ip.n=1"',
      [at(0), at(59), at(118), at(178)],
      [[3], [2, 3], [2, 3], [3]],
    ],
    [
      'set the timeout of one collection',
      'SecRule IP:N "@ge 1" "id:2,phase:1"\nSecAction "id:3,phase:1,pass,setvar:ip.n=1,setvar:ip.timeout=10"',
      [at(0), at(9), at(19)],
      [[3], [2, 3], [3]],
    ],
    [
      'let a value expire (expirevar)',
      'SecRule IP:BLOCK "@eq 1" "id:2,phase:1"\nSecRule ARGS:bad "@rx ." "id:3,phase:1,setvar:ip.block=1,expirevar:ip.block=30"',
      [at(0, { target: '/?bad=1' }), at(29), at(30)],
      [[3], [2], []],
    ],
    [
      'count down (deprecatevar)',
      'SecAction "id:2,phase:1,pass,deprecatevar:ip.n=60/300"\nSecRule IP:N "@ge 100" "id:3,phase:1"\nSecRule ARGS:bad "@rx ." "id:4,phase:1,setvar:ip.n=+150"',
      [at(0, { target: '/?bad=1' }), at(299), at(300)],
      [[2, 4], [2, 3], [2]],
    ],
    [
      'remove a value',
      'SecRule IP:N "@eq 1" "id:2,phase:1,setvar:!ip.n"\nSecAction "id:3,phase:5,setvar:ip.m=+1"\nSecRule IP:M "@eq 0" "id:4,phase:1,setvar:ip.n=1"\nSecRule &IP:M "@eq 0" "id:5,phase:1,setvar:ip.n=1"',
      [{}, {}, {}],
      [[5, 3], [2, 3], [3]],
    ],
    [
      'keep what blocked requests counted',
      'SecAction "id:2,phase:1,pass,setvar:ip.n=+1"\nSecRule IP:N "@ge 2" "id:3,phase:1,deny"',
      [{}, {}, {}],
      [[2], [2, 3], [2, 3]],
    ],
    [
      'read in macros',
      'SecAction "id:2,phase:1,pass,setvar:ip.n=+1"\nSecRule ARGS:n "@streq %{ip.n}" "id:3,phase:1"',
      [{ target: '/?n=2' }, { target: '/?n=2' }],
      [[2], [2, 3]],
    ],
  ])('%s', (_what, rules, requests, ids) => {
    expect(idsOf(rules, requests)).toEqual(ids);
  });

  it('lose no count of transactions at the same time', () => {
    const collections = createMemoryCollectionStore();
    const inspector = inspectorOf(`${OPEN}SecAction "id:2,phase:1,pass,setvar:ip.n=+1,setvar:ip.n=+1"`, {
      collections,
    });
    const head = {
      method: 'GET',
      target: '/',
      httpVersion: '1.1',
      headers: [],
      clientAddress: '192.0.2.1',
      clientPort: 1,
      serverAddress: '192.0.2.2',
      serverPort: 80,
    };
    const transactions = Array.from({ length: 10 }, () => inspector.begin(head, { nowMs: 0, uniqueId: 'u' }));
    for (const transaction of transactions) transaction.requestHeaders();
    for (const transaction of transactions) transaction.end();
    const kept = collections.load({ application: '', name: 'ip', key: '192.0.2.1' }, 0);
    expect(kept?.values.get('n')?.value).toBe('20');
    expect(kept?.updateCount).toBe(10);
  });
});

describe('collections', () => {
  const BUILT_IN =
    'SecRule IP:KEY|IP:IS_NEW|IP:TIMEOUT|IP:CREATE_TIME|IP:LAST_UPDATE_TIME|IP:UPDATE_COUNTER|IP:UPDATE_RATE "@unconditionalMatch" "id:2,phase:1,setvar:ip.n=1"';

  it('have built-in values', () => {
    const inspector = inspectorOf(OPEN + BUILT_IN);
    const values = (sent: Sent) =>
      send(inspector, sent)
        .transaction.matches.find(({ ruleId }) => ruleId === 2)
        ?.variables.map(({ value }) => value);
    expect(values(at(100))).toEqual(['192.0.2.1', '1', '3600', '100', '100', '0', '0']);
    expect(values(at(110))).toEqual(['192.0.2.1', '0', '3600', '100', '100', '1', '6']);
    expect(values(at(160))).toEqual(['192.0.2.1', '0', '3600', '100', '110', '2', '2']);
  });

  it('do not let rules write the built-in values', () => {
    const rules =
      'SecAction "id:2,phase:1,pass,setvar:ip.key=x,setvar:!ip.is_new,setvar:ip.update_counter=+5"\nSecRule IP:KEY "!@streq 192.0.2.1" "id:3,phase:1"\nSecRule IP:UPDATE_COUNTER "!@eq 0" "id:4,phase:1"';
    expect(idsOf(rules, [{}, {}])).toEqual([[2], [2]]);
  });

  it('are empty and not written before they are opened', () => {
    const inspector = inspectorOf(
      'SecAction "id:1,phase:1,pass,setvar:ip.n=1,expirevar:ip.n=5"\nSecRule &IP "@gt 0" "id:2,phase:1"\nSecRule &IP:n "@eq 0" "id:3,phase:1"',
    );
    expect(send(inspector).ids).toEqual([1, 3]);
    expect(send(inspector).ids).toEqual([1, 3]);
  });

  it('are opened once a transaction, and not by an empty key', () => {
    const rules = `SecAction "id:1,phase:1,pass,initcol:global=%{ARGS.none},initcol:global=a,initcol:global=b"
SecRule GLOBAL:KEY "@streq a" "id:2,phase:1"`;
    expect(send(inspectorOf(rules)).ids).toEqual([1, 2]);
  });

  it('name sessions and users, told apart by application', () => {
    const rules = (application: string) => `SecWebAppId ${application}
SecAction "id:1,phase:1,pass,nolog,setsid:%{ARGS.s},setuid:%{ARGS.u},setrsc:%{REQUEST_FILENAME},initcol:ip=%{REMOTE_ADDR}"
SecRule SESSIONID "@streq S1" "id:2,phase:1"
SecRule USERID "@streq U1" "id:3,phase:1"
SecRule WEBAPPID "@streq ${application}" "id:4,phase:1,setvar:session.n=+1,setvar:user.n=+1,setvar:resource.n=+1,setvar:ip.n=+1"
SecRule SESSION:n "@eq 2" "id:5,phase:1"
SecRule USER:n "@eq 2" "id:6,phase:1"
SecRule RESOURCE:n "@eq 2" "id:7,phase:1"
SecRule IP:n "@eq 2" "id:8,phase:1"`;
    const collections = createMemoryCollectionStore();
    const shop = inspectorOf(rules('shop'), { collections });
    const wiki = inspectorOf(rules('wiki'), { collections });
    const sent = { target: '/a?s=S1&u=U1' };
    expect(send(shop, sent).ids).toEqual([1, 2, 3, 4]);
    expect(send(wiki, sent).ids).toEqual([1, 2, 3, 4, 8]);
    expect(send(shop, { target: '/b?s=S1&u=U2' }).ids).toEqual([1, 2, 4, 5]);
    expect(send(shop, { target: '/a?s=S2&u=U1' }).ids).toEqual([1, 3, 4, 6, 7]);
  });

  it('do not break a transaction whose store fails', () => {
    const collections = {
      load: () => null,
      update: () => {
        throw new Error('the disk is full');
      },
    };
    const inspector = inspectorOf(`${OPEN}SecAction "id:2,phase:1,pass,setvar:ip.n=1"`, { collections });
    expect(send(inspector).ids).toEqual([1, 2]);
  });
});

it('says of values that do not last that they do not', () => {
  const { diagnostics } = load('SecAction "id:1,expirevar:tx.a=60,deprecatevar:TX.a=1/60"');
  expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
    ['info', 'expirevar:tx.a=60 has no effect here: TX goes with the transaction'],
    ['info', 'deprecatevar:TX.a=1/60 has no effect here: TX goes with the transaction'],
  ]);
});

describe('what cannot be kept is refused', () => {
  it.each([
    ['initcol:cookie=%{ARGS.a}', 'initcol cannot open'],
    ['initcol:ip', 'initcol cannot open'],
    ['setvar:cookie.a=1', 'setvar cannot write'],
    ['expirevar:ip.a=soon', 'expirevar cannot read'],
    ['expirevar:ip.a', 'expirevar cannot read'],
    ['deprecatevar:ip.a=60', 'deprecatevar cannot read'],
    ['deprecatevar:ip.a=60/0', 'deprecatevar cannot read'],
    ['setsid', 'setsid needs a value'],
  ])('%s', (action, message) => {
    const { diagnostics } = load(`SecAction "id:1,${action}"`);
    expect(diagnostics.map((said) => said.message).join('\n')).toContain(message);
  });
});
