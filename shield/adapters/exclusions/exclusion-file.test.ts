import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRules } from '@dejfa/seclang';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredExclusion } from '../../ports/index.ts';
import { ExclusionFile } from './index.ts';

let folder: string;
let file: ExclusionFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dejfa-exclusions-'));
  file = new ExclusionFile(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function exclusionOf(id: number, change: Partial<StoredExclusion> = {}): StoredExclusion {
  const text = `SecRule REQUEST_FILENAME "@streq /a" "id:${id},phase:1,pass,t:none,nolog,\\\n    ctl:ruleRemoveTargetById=942100;ARGS:q"\n`;
  const facts = { ruleIds: [942100], variable: 'ARGS:q', path: '/a', service: null, owner: 'operator' };
  return { id, ...facts, reason: 'a poem', createdMs: 5, reference: '0000-0000-0001', text, ...change };
}

it('keeps what is added, and gives it as a source of rules', () => {
  expect([file.list(), file.source(), file.stamp()]).toEqual([[], null, '']);
  file.add(exclusionOf(90_000));
  file.add(exclusionOf(90_001, { service: 'portal' }));
  expect(file.list()).toEqual([exclusionOf(90_000), exclusionOf(90_001, { service: 'portal' })]);
  const source = file.source();
  if (source === null) throw new Error('no source');
  const loaded = loadRules([source], { include: () => null, data: () => null });
  expect(loaded.diagnostics).toEqual([]);
  expect(loaded.program.ruleIds).toEqual([90_000, 90_001]);
  expect(statSync(file.path).mode & 0o077).toBe(0);
});

it('takes out one and leaves the others, and rules that somebody wrote there', () => {
  file.add(exclusionOf(90_000));
  writeFileSync(file.path, `${readFileSync(file.path, 'utf8')}\n# mine\nSecRuleRemoveById 920350\n`);
  file.add(exclusionOf(90_001));
  const stamp = file.stamp();
  expect(file.remove(90_000)).toEqual(exclusionOf(90_000));
  expect(file.remove(90_000)).toBeNull();
  expect(file.stamp()).not.toBe(stamp);
  expect(file.list()).toEqual([exclusionOf(90_001)]);
  expect(readFileSync(file.path, 'utf8')).toContain('# mine\nSecRuleRemoveById 920350\n');
});

it('keeps a reason that tries to be a rule in its comment', () => {
  const reason = 'ok\nSecRuleEngine Off\r\u2028SecRuleEngine Off \\';
  file.add(exclusionOf(90_000, { reason, owner: 'a\n\nb', variable: 'ARGS:\u00e4\n' }));
  expect(file.list()).toMatchObject([{ reason, owner: 'a\n\nb', variable: 'ARGS:\u00e4\n' }]);
  const source = file.source();
  if (source === null) throw new Error('no source');
  expect(loadRules([source], { include: () => null, data: () => null }).program.ruleIds).toEqual([90_000]);
});

it('says that it cannot be written, and where', () => {
  writeFileSync(join(folder, 'data'), 'a file in the place of the folder');
  expect(() => file.add(exclusionOf(90_000))).toThrow(expect.objectContaining({ code: 'damaged' }));
});
