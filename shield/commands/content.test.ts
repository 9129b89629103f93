import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from './testing/capture.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
  const { cwd } = sandbox;
  writeFileSync(join(cwd, 'dejfa.yaml'), 'content: { base: false, system: false, disable: [2] }\n');
  mkdirSync(join(cwd, 'mine'));
  const rules = ['1', '2', '3'].map((id) => `SecRule ARGS "@contains m${id}" "id:${id},phase:2,deny"\n`);
  writeFileSync(
    join(cwd, 'mine/a.conf'),
    `${rules.join('')}SecRule ARGS "@nonsense x" "id:4,phase:2,deny"\n`,
  );
  writeFileSync(join(cwd, 'mine/VERSION'), '7\n');
  writeFileSync(
    join(cwd, 'mine/LICENSE'),
    'Apache License\nVersion 2.0, January 2004\nApache License, Version 2.0\n',
  );
});
afterEach(() => sandbox.remove());

const run = (...argv: readonly string[]) => sandbox.run(['content', ...argv], { columns: 160 });

it('adds, lists, verifies and removes a pack', async () => {
  expect((await run('list')).out).toContain('No rules are loaded.');
  const added = await run('add', 'mine');
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('mine: added 7 (seclang, 3 files)') });
  expect(added.out).toContain('licence  Apache-2.0');
  const listed = await run('list');
  expect(listed.code).toBe(0);
  expect(listed.out).toMatch(
    /^PACK {2}VERSION {2}ENGINE {3}RULES {2}LOADED {2}DISABLED {2}REFUSED {2}LICENCE/,
  );
  expect(listed.out).toMatch(/\nmine {2}7 {8}seclang {6}4 {7}2 /);
  expect(listed.out).toContain('(@geoLookup): Number Resource Organization (nro.net), CC BY 4.0\n');
  expect(listed.out).toContain('Block lists (@rbl): not asked');
  expect(await run('verify')).toEqual({ code: 0, out: 'mine 7: 3 files as pinned\n', err: '' });
  expect(await run('remove', 'mine')).toMatchObject({ code: 0, out: 'mine 7 is removed.\n' });
  expect((await run('verify')).out).toBe('No pack was added yet.\n');
});

it('says of each rule that is not run why', async () => {
  await run('add', 'mine');
  const { out } = await run('list', '--problems');
  expect(out).toContain('mine (seclang)');
  expect(out).toMatch(/a\.conf:4:\d+: refused seclang\./);
  const json = JSON.parse((await run('list', '--json')).out);
  expect(json.packs[0]).toMatchObject({ name: 'mine', version: '7', licence: 'Apache-2.0', origin: 'added' });
});

it('notices that somebody touched the rules, and repairs them by pull', async () => {
  await run('add', 'mine');
  const [version = ''] = readdirSync(join(sandbox.cwd, '.dejfa/content/mine'));
  appendFileSync(join(sandbox.cwd, '.dejfa/content/mine', version, 'a.conf'), '# touched\n');
  expect(await run('verify')).toEqual({ code: 1, out: 'mine 7: 1 differ\n  changed  a.conf\n', err: '' });
  const listed = await run('list');
  expect([listed.code, listed.out]).toEqual([1, expect.stringContaining('content.hash-differs')]);
  expect((await run('pull')).out).toContain('mine: unchanged at 7');
  expect((await run('verify')).code).toBe(0);
});

it('refuses a pack whose hash is not the one that was asked for', async () => {
  const { code, err } = await run('add', 'mine', '--sha256', 'f'.repeat(64));
  expect([code, err]).toEqual([2, expect.stringContaining('do not use it before you know why')]);
  expect((await run('verify')).out).toBe('No pack was added yet.\n');
});
