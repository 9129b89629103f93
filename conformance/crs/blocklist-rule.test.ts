import { createInspector, loadRules } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { browserRequest } from './browser-request.ts';
import { fileResolver, hasCrs, readCrsSources } from './rule-files.ts';

const KEY = 'abcdefghijkl';
const CLIENT = '192.0.2.99';
const QUESTION = `${KEY}.99.2.0.192.dnsbl.httpbl.org`;

/** What crs-setup.conf holds as comments (rule 900500): the key, and the kinds of visitors that are refused. */
const setup = (kinds: readonly string[]) => {
  const wanted = kinds.map((kind) => `,setvar:tx.block_${kind}_ip=1`).join('');
  return {
    path: 'setup.conf',
    text: `SecHttpBlKey ${KEY}
SecAction "id:900500,phase:1,nolog,pass,t:none${wanted}"
SecAction "id:900990,phase:1,nolog,pass,t:none,setvar:tx.crs_setup_version=334"`,
  };
};

function inspect(kinds: readonly string[], answer: string | null | undefined) {
  const asked: string[] = [];
  const blocklists = {
    answer(name: string) {
      asked.push(name);
      return name === QUESTION ? answer : undefined;
    },
  };
  const loaded = loadRules([setup(kinds), ...readCrsSources()], { ...fileResolver, blocklists });
  const transaction = createInspector(loaded).begin(browserRequest(CLIENT), { nowMs: 0, uniqueId: 'u' });
  transaction.requestHeaders();
  const verdict = transaction.requestBody();
  transaction.end();
  const ids = transaction.matches.map(({ ruleId }) => ruleId).filter((id) => id >= 910140 && id <= 910180);
  return { loaded, asked, verdict: verdict.kind, ids };
}

describe.skipIf(!hasCrs())('the rules of CRS 3.3.4 about http:BL (910140 to 910180)', () => {
  it.each<[kinds: string[], answer: string | null | undefined, ids: number[]]>([
    [['search'], '127.0.3.0', [910150]],
    [['spammer'], '127.1.40.4', [910160]],
    [['spammer'], '127.1.40.5', [910160]],
    [['suspicious'], '127.1.40.1', [910170]],
    [['suspicious'], '127.1.40.5', [910170]],
    [['harvester'], '127.1.40.2', [910180]],
    [['harvester'], '127.1.40.4', []],
    [['spammer'], '127.1.40.2', []],
    [['spammer'], null, []],
    [['spammer'], undefined, []],
    [['spammer'], '203.0.113.7', []],
    [[], '127.1.40.5', []],
  ])('with %j to refuse, the answer %s: %j', (kinds, answer, ids) => {
    const found = inspect(kinds, answer);
    expect(found.ids).toEqual(ids);
    expect(found.verdict).toBe(ids.length > 0 ? 'block' : 'pass');
    // Rule 910130 keeps the rest from being run where nothing is to be refused.
    expect(found.asked.length > 0).toBe(kinds.length > 0);
    expect(new Set(found.asked).size).toBeLessThanOrEqual(1);
  });

  it('all load, and name one list', () => {
    const { loaded } = inspect([], null);
    expect(loaded.program.ruleIds).toContain(910140);
    expect(loaded.blocklists.lists).toEqual(['dnsbl.httpbl.org']);
    expect(loaded.blocklists.questions(CLIENT)).toEqual([QUESTION]);
    expect(JSON.stringify(loaded.diagnostics)).not.toContain(KEY);
  });

  it('of which 910140 is refused without a look-up', () => {
    const loaded = loadRules([setup(['spammer']), ...readCrsSources()], fileResolver);
    expect(loaded.program.ruleIds).not.toContain(910140);
    expect(loaded.blocklists.lists).toEqual([]);
  });
});
