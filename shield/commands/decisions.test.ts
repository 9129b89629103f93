import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStateStore } from '../adapters/state-sqlite/index.ts';
import { createSandbox, type Sandbox } from './testing/capture.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(() => sandbox.remove());

const NOW = 1_795_000_000_000;

it('lists nothing where there is no state, and makes none', async () => {
  expect(await sandbox.run(['decisions', 'list'])).toEqual({ code: 0, out: 'No decisions.\n', err: '' });
  expect(await sandbox.run(['decisions', 'list', '--json'])).toMatchObject({
    out: `${JSON.stringify({ nowMs: NOW, decisions: [] }, null, 2)}\n`,
  });
});

it('adds, lists and takes back, in the state that the shield has open', async () => {
  const state = openStateStore(join(sandbox.cwd, 'data'));
  const added = await sandbox.run([
    'decisions',
    'add',
    '2001:DB8:0::/48',
    '-r',
    'floods',
    '-e',
    '30m',
    '--json',
  ]);
  expect(added.code).toBe(0);
  const decision = JSON.parse(added.out);
  expect(decision).toMatchObject({
    scope: { kind: 'range', value: '2001:db8::/48' },
    action: 'block',
    service: null,
    owner: 'tester',
    createdMs: NOW,
    expiresMs: NOW + 1_800_000,
  });
  expect(state.activeDecisions(NOW)).toEqual([decision]);
  const listed = await sandbox.run(['decisions', 'list']);
  expect(listed.out).toMatch(/2001:db8::\/48 {2}block {3}all {6}in 30m {2}tester {2}floods {2}/);

  const removed = await sandbox.run(['decisions', 'remove', '2001:0db8::/48']);
  expect(removed).toMatchObject({ code: 0, out: `taken back: block 2001:db8::/48 (${decision.id})\n` });
  expect(state.activeDecisions(NOW)).toEqual([]);
  expect((await sandbox.run(['decisions', 'list', '--all'])).out).toContain('revoked');
  expect(state.auditNotes(10).map((note) => [note.account, note.action])).toEqual([
    ['tester', 'decision-revoke'],
    ['tester', 'decision-add'],
  ]);
  state.close();
});

it('shows what somebody wrote into a reason as text', async () => {
  await sandbox.run(['decisions', 'add', '203.0.113.9', '-r', 'a\u001b[31m\u202eb\nc']);
  const { out } = await sandbox.run(['decisions', 'list'], { columns: 200 });
  expect(out).toContain('a\\x1b[31m\\u202eb\\nc');
});

it('does not block whom the configuration protects, nor for services that it does not name', async () => {
  writeFileSync(
    join(sandbox.cwd, 'dejfa.yaml'),
    'trustedProxies: [198.51.100.7]\ndefuse: { never: [203.0.113.0/24] }\n' +
      'services: [{ name: portal, upstream: http://h, allow: [192.0.2.9] }]\n',
  );
  for (const source of ['198.51.100.7', '203.0.113.9', '192.0.2.9']) {
    const { code, err } = await sandbox.run(['decisions', 'add', source, '-r', 'x']);
    expect([code, err]).toEqual([2, expect.stringContaining('it would block a protected source')]);
  }
  expect((await sandbox.run(['decisions', 'add', '203.0.113.9', '-r', 'x', '-a', 'allow'])).code).toBe(0);
  expect((await sandbox.run(['decisions', 'add', '192.0.2.1', '-r', 'x', '-s', 'portal'])).code).toBe(0);
  expect((await sandbox.run(['decisions', 'add', '192.0.2.1', '-r', 'x', '-s', 'prtal'])).err).toContain(
    'portal',
  );
});

it('says that the state is damaged, not that the program is', async () => {
  await sandbox.run(['decisions', 'add', '203.0.113.9', '-r', 'x']);
  writeFileSync(join(sandbox.cwd, 'data/state.sqlite'), 'this is no database'.repeat(1000));
  const { code, err } = await sandbox.run(['decisions', 'list']);
  expect(code).toBe(2);
  expect(err).toContain('restore the file from a backup');
  expect(err).not.toMatch(/\n\s+at /);
});
