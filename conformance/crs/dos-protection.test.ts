import { createInspector, loadRules } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { browserRequest } from './browser-request.ts';
import { fileResolver, hasCrs, readCrsSources } from './rule-files.ts';

/** What crs-setup.conf holds as comments (rule 900700). */
const SETUP = {
  path: 'setup.conf',
  text: `SecAction "id:900700,phase:1,nolog,pass,t:none,setvar:'tx.dos_burst_time_slice=60',\\
setvar:'tx.dos_counter_threshold=100',setvar:'tx.dos_block_timeout=600'"
SecAction "id:900990,phase:1,nolog,pass,t:none,setvar:tx.crs_setup_version=334"`,
};

const START_MS = Date.UTC(2026, 0, 1);

describe.skipIf(!hasCrs())('the rules of CRS 3.3.4 against floods (912xxx)', () => {
  const rules = loadRules(hasCrs() ? [SETUP, ...readCrsSources()] : [], fileResolver);
  const inspector = createInspector(rules);

  function ask(clientAddress: string, seconds: number): string {
    const context = { nowMs: START_MS + seconds * 1000, uniqueId: 'u' };
    const transaction = inspector.begin(browserRequest(clientAddress), context);
    let verdict = transaction.requestHeaders();
    if (verdict.kind === 'pass') verdict = transaction.requestBody();
    if (verdict.kind === 'pass') {
      verdict = transaction.responseHeaders({ status: 200, httpVersion: '1.1', headers: [] });
    }
    transaction.end();
    return verdict.kind === 'block' ? verdict.action : verdict.kind;
  }

  it('drop an address after two bursts, for as long as they are told, and no other', () => {
    const answers = Array.from({ length: 300 }, (_, number) => ask('192.0.2.1', number / 10));
    expect(answers.slice(0, 200)).toEqual(new Array(200).fill('pass'));
    expect(answers.slice(200)).toEqual(new Array(100).fill('drop'));
    expect(ask('192.0.2.7', 30)).toBe('pass');
    expect([100, 600, 640].map((seconds) => ask('192.0.2.1', seconds))).toEqual(['drop', 'drop', 'pass']);
  });
});
