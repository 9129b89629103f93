import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import { createInspector, loadRules, type RuleResolver } from '../index.ts';
import { interpret } from '../oracle/interpret.ts';

const KEY = 'abcdefghijkl';
const RULES = `SecHttpBlKey ${KEY}
SecRule REMOTE_ADDR "@rbl bl.example.org" "id:1,phase:1,capture,pass,setvar:'tx.said=%{tx.0}'"
SecRule TX:client "@rbl dnsbl.httpbl.org" "id:2,phase:2,capture,pass,setvar:'tx.honey=%{tx.0}'"
SecRule REMOTE_ADDR "!@rbl bl.example.org" "id:3,phase:1,pass,nolog"
`;

type Answers = Readonly<Record<string, string | null>>;

function resolverOf(answers: Answers, asked: string[] = []): RuleResolver {
  const answer = (name: string) => {
    asked.push(name);
    return answers[name];
  };
  return { include: () => null, data: () => null, blocklists: { answer } };
}

function send(answers: Answers, clientAddress = '192.0.2.99') {
  const asked: string[] = [];
  const resolver = resolverOf(answers, asked);
  const loaded = loadRules([{ path: 'r.conf', text: RULES }], resolver);
  const head = {
    method: 'GET',
    target: '/',
    httpVersion: '1.1',
    headers: [],
    clientAddress,
    clientPort: 1,
    serverAddress: '192.0.2.2',
    serverPort: 80,
  };
  const variables = { client: clientAddress };
  const oracle = interpret(loaded.program, { head, body: '', variables, resolver });
  asked.length = 0;
  const transaction = createInspector(loaded, { variables }).begin(head, { nowMs: 0, uniqueId: 'u' });
  const verdicts = [transaction.requestHeaders(), transaction.requestBody()];
  transaction.end();
  const ids = transaction.matches.map(({ ruleId }) => ruleId);
  expect(ids).toEqual(oracle.ruleIds);
  return { ids, asked, tx: Object.fromEntries(oracle.tx), verdicts: verdicts.map(({ kind }) => kind) };
}

describe('an address', () => {
  it('that is listed matches, and says where and as what without the key', () => {
    const found = send({
      '99.2.0.192.bl.example.org': '127.0.0.2',
      [`${KEY}.99.2.0.192.dnsbl.httpbl.org`]: '127.7.40.5',
    });
    expect(found.ids).toEqual([1, 2]);
    expect(found.tx).toMatchObject({
      said: 'RBL lookup of 99.2.0.192.bl.example.org succeeded at REMOTE_ADDR.',
      honey:
        'RBL lookup of 99.2.0.192.dnsbl.httpbl.org succeeded at TX:client. Suspicious comment spammer IP: 7 days since last activity, threat score 40',
    });
  });

  it.each<[why: string, answers: Answers]>([
    ['not listed', { '99.2.0.192.bl.example.org': null }],
    ['not known yet', {}],
    ['answered with an address elsewhere', { '99.2.0.192.bl.example.org': '203.0.113.7' }],
  ])('that is %s does not match, and nothing is undetermined', (_, answers) => {
    const { ids, asked, verdicts } = send(answers);
    expect(ids).toEqual([3]);
    expect(asked).toEqual(
      expect.arrayContaining(['99.2.0.192.bl.example.org', `${KEY}.99.2.0.192.dnsbl.httpbl.org`]),
    );
    expect(verdicts).toEqual(['pass', 'pass']);
  });

  it('is looked up anew each time: what is known changes', () => {
    const answers: Record<string, string | null> = {};
    const loaded = loadRules([{ path: 'r.conf', text: RULES }], resolverOf(answers));
    const inspector = createInspector(loaded);
    const head = { method: 'GET', target: '/', httpVersion: '1.1', headers: [], clientAddress: '192.0.2.99' };
    const idsNow = () => {
      const whole = { ...head, clientPort: 1, serverAddress: '192.0.2.2', serverPort: 80 };
      const transaction = inspector.begin(whole, { nowMs: 0, uniqueId: 'u' });
      transaction.requestHeaders();
      transaction.end();
      return transaction.matches.map(({ ruleId }) => ruleId);
    };
    const name = '99.2.0.192.bl.example.org';
    const seen = [undefined, '127.0.0.2', null, '127.0.0.4'].map((answer) => {
      if (answer === undefined) delete answers[name];
      else answers[name] = answer;
      return idsNow();
    });
    expect(seen).toEqual([[3], [1], [3], [1]]);
  });
});

describe('what is loaded', () => {
  const lists = (text: string, resolver = resolverOf({})) =>
    loadRules([{ path: 'r.conf', text }], resolver).blocklists;

  it('says which lists its rules ask, and what about an address', () => {
    const text = `${RULES}SecRule ARGS "@rbl multi.example.com" "id:4,chain"\nSecRule ARGS "@rbl bl.example.org"\n`;
    expect(lists(text).lists).toEqual(['bl.example.org', 'dnsbl.httpbl.org', 'multi.example.com']);
    expect(lists(RULES).questions('192.0.2.99')).toEqual([
      '99.2.0.192.bl.example.org',
      `${KEY}.99.2.0.192.dnsbl.httpbl.org`,
    ]);
  });

  it('says none of rules that were taken out or refused', () => {
    expect(lists(`${RULES}SecRuleRemoveById 1-3\n`).lists).toEqual([]);
    expect(lists('SecRule ARGS "@rbl a b" "id:1"\n').lists).toEqual([]);
    expect(lists(RULES, { include: () => null, data: () => null }).lists).toEqual([]);
  });
});

describe('what is said of', () => {
  const messagesOf = (text: string, resolver: RuleResolver) =>
    loadRules([{ path: 'r.conf', text }], resolver)
      .diagnostics.map(formatDiagnostic)
      .join('\n');

  it.each<[what: string, text: string, golden: string]>([
    [
      'a list that is no domain name',
      'SecRule REMOTE_ADDR "@rbl %{tx.list}" "id:1"',
      `r.conf:1:27: error seclang.bad-operator-argument: @rbl: "%{tx.list}" is no domain name
    SecRule REMOTE_ADDR "@rbl %{tx.list}" "id:1"
  help: rule 1 is not run; write the name of one list, for example @rbl dnsbl.example.org`,
    ],
    [
      'a key that is none: stars for it',
      'SecHttpBlKey "Abcdef123456"',
      `r.conf:1:15: error seclang.bad-arguments: SecHttpBlKey expects a key of twelve lower-case letters
    SecHttpBlKey "************"
  help: write SecHttpBlKey and a key of twelve lower-case letters; the directive has no effect now`,
    ],
    ['a key', `SecHttpBlKey ${KEY}`, ''],
  ])('%s', (_, text, golden) => {
    expect(messagesOf(text, resolverOf({}))).toBe(golden);
  });

  it('a key where no list is asked', () => {
    const resolver = { include: () => null, data: () => null };
    expect(messagesOf(`sechttpblkey \\\n  ${KEY}`, resolver)).toBe(
      `r.conf:1:1: info seclang.no-effect: SecHttpBlKey has no effect here: no block list is asked
    sechttpblkey \\`,
    );
    expect(messagesOf(`SecHttpBlKey ${KEY}`, resolver)).not.toContain(KEY);
  });
});
