import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInspector } from '../inspector.ts';
import { loadRulesFrom } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dejfa-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const rule = (id: number) => `SecRule ARGS "@streq ${id}" "id:${id},phase:2,pass,log"\n`;
const ids = (paths: string | readonly string[]) =>
  loadRulesFrom(paths, { recommendedSetup: false }).program.ruleIds;

describe('what is read', () => {
  it('of a folder: setup, plugins and rules in the order of the CRS', () => {
    write({
      'crs-setup.conf': 'SecAction "id:900990,phase:1,pass,nolog,setvar:tx.crs_setup_version=334"\n',
      'rules/REQUEST-942.conf': rule(942),
      'rules/REQUEST-901.conf': rule(901),
      'rules/RESPONSE-999-EXCLUSION-RULES-AFTER-CRS.conf': rule(999),
      'plugins/own-before.conf': rule(5),
      'plugins/own-after.conf': rule(6),
    });
    expect(ids(folder)).toEqual([900990, 5, 901, 942, 6, 999]);
  });

  it('files in the order given, with what they include by pattern, relative to themselves', () => {
    write({
      'main.conf': `Include parts/*.conf\n${rule(3)}`,
      'parts/b.conf': rule(2),
      'parts/a.conf': rule(1),
      'other.conf': rule(4),
    });
    expect(ids([join(folder, 'other.conf'), join(folder, 'main.conf')])).toEqual([4, 1, 2, 3]);
  });

  it('data files beside the rules that name them', () => {
    write({
      'rules/words.data': '# words\nmarker\n',
      'rules/a.conf': 'SecRule ARGS "@pmFromFile words.data" "id:1,phase:2,deny,log"\n',
    });
    const { diagnostics, counts } = loadRulesFrom(join(folder, 'rules'), { recommendedSetup: false });
    expect([diagnostics, counts.loaded]).toEqual([[], 1]);
  });

  it('the example of a setup where there is none, or else the version that the rules state', () => {
    const signed = `SecComponentSignature "OWASP_CRS/3.3.4"\n${rule(1)}`;
    write({ 'a.conf': signed });
    expect(ids(join(folder, 'a.conf'))).toEqual([900990, 1]);
    write({
      'crs-setup.conf.example': 'SecAction "id:7,phase:1,pass,nolog,setvar:tx.crs_setup_version=1"\n',
    });
    expect(ids(folder)).toEqual([7, 1]);
  });

  it('also the checks that the CRS expects of its host, unless they are not wanted', () => {
    write({ 'a.conf': rule(1) });
    expect(loadRulesFrom(folder).program.ruleIds).toEqual(expect.arrayContaining([200002, 1]));
  });
});

it.each([
  ['no/such/path', 'not-found', 'there is no'],
  ['.', 'no-rules', 'holds no rule files'],
])('%s is an error: %s', (path, code, message) => {
  expect(() => loadRulesFrom(join(folder, path))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

it('says of an include that is not there, and loads the rest', () => {
  write({ 'a.conf': `Include none.conf\n${rule(1)}` });
  const { diagnostics, counts } = loadRulesFrom(folder, { recommendedSetup: false });
  expect(diagnostics).toMatchObject([{ place: { line: 1 } }]);
  expect(counts.loaded).toBe(1);
});

const DEBIAN = '/usr/share/modsecurity-crs/owasp-crs.load';

it.skipIf(!existsSync(DEBIAN))("loads Debian's CRS by the file that includes it (not run without it)", () => {
  const rules = loadRulesFrom(DEBIAN);
  expect(rules.signatures.join()).toContain('OWASP_CRS/3.3.4');
  const head = {
    method: 'GET',
    target: "/?q=1'%20UNION%20SELECT%20a%20FROM%20b--%20-",
    httpVersion: '1.1',
    headers: [['Host', 'a.example']],
    clientAddress: '192.0.2.7',
    clientPort: 1,
    serverAddress: '192.0.2.1',
    serverPort: 80,
  } as const;
  const transaction = createInspector(rules).begin(head, { nowMs: 0, uniqueId: 'a' });
  transaction.requestHeaders();
  expect(transaction.requestBody()).toMatchObject({ kind: 'block', ruleId: 949110 });
});
