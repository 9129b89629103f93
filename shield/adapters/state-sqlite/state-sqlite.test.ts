import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import type { StateStore, StoreError } from '../../ports/index.ts';
import { sampleDecision } from '../store-samples.ts';
import { openStateStore } from './index.ts';
import { migrateState } from './open-database.ts';

function testFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dejfa-state-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function testState(folder = testFolder()): StateStore {
  const state = openStateStore(folder);
  onTestFinished(() => state.close());
  return state;
}

function failure(work: () => unknown): StoreError {
  try {
    work();
  } catch (cause) {
    return cause as StoreError;
  }
  throw new Error('it did not fail');
}

it('keeps decisions over a restart, and tells which are in force', () => {
  const folder = testFolder();
  const state = testState(folder);
  const kept = sampleDecision({ id: 'd1', createdMs: 10, expiresMs: 100 });
  const range = sampleDecision({
    id: 'd2',
    createdMs: 20,
    expiresMs: 50,
    scope: { kind: 'range', value: '2001:db8::/32' },
    service: 'portal',
    attemptId: null,
    simulated: true,
  });
  state.saveDecision(kept);
  state.saveDecision(range);
  state.saveDecision({ ...kept, reason: 'changed' });
  state.close();
  const again = testState(folder);
  expect(again.decisions(10)).toEqual([range, { ...kept, reason: 'changed' }]);
  expect(again.decisions(1)).toEqual([range]);
  expect(again.activeDecisions(49).map(({ id }) => id)).toEqual(['d1', 'd2']);
  expect(again.activeDecisions(50).map(({ id }) => id)).toEqual(['d1']);
  expect(again.activeDecisions(100)).toEqual([]);
});

it('revokes once: the first time stays', () => {
  const state = testState();
  state.saveDecision(sampleDecision({ id: 'd1', expiresMs: 100 }));
  expect(state.revokeDecision('d1', 30)?.revokedMs).toBe(30);
  expect(state.revokeDecision('d1', 40)?.revokedMs).toBe(30);
  expect(state.revokeDecision('nowhere', 40)).toBeNull();
  expect(state.activeDecisions(50)).toEqual([]);
});

it('keeps one position a file: a rotated file takes its new name along', () => {
  const state = testState();
  const position = {
    source: 'nginx',
    path: '/a.log',
    fileId: '1:2',
    offsetBytes: 10,
    headHash: 'aa',
    headBytes: 4,
  };
  const other = { ...position, source: 'mail', offsetBytes: Number.MAX_SAFE_INTEGER };
  state.savePositions([position, other]);
  const rotated = { ...position, path: '/a.log.1', offsetBytes: 20 };
  const fresh = { ...position, fileId: '1:3', offsetBytes: 0 };
  state.savePositions([rotated, fresh]);
  expect(state.positions('nginx')).toEqual([fresh, rotated]);
  expect(state.positions('mail')).toEqual([other]);
  state.savePositions([]);
});

it('forgets the files that were read longest ago, past ten thousand', () => {
  const state = testState();
  const file = (number: number) => ({
    source: 's',
    path: `/${number}`,
    fileId: `1:${number}`,
    offsetBytes: 0,
    headHash: '',
    headBytes: 0,
  });
  state.savePositions(Array.from({ length: 10_005 }, (_, number) => file(number)));
  const kept = state.positions('s');
  expect(kept).toHaveLength(10_000);
  expect(kept.at(-1)?.path).toBe('/5');
});

it('saves all positions of a call, or none', () => {
  const state = testState();
  const position = { source: 's', path: '/a', fileId: '1:1', offsetBytes: 0, headHash: '', headBytes: 0 };
  const broken = { ...position, fileId: '1:2', offsetBytes: Number.NaN };
  expect(() => state.savePositions([position, broken])).toThrow('NOT NULL');
  expect(state.positions('s')).toEqual([]);
  state.savePositions([position]);
  expect(state.positions('s')).toEqual([position]);
});

it('keeps accounts, sessions and notes', () => {
  const state = testState();
  expect(state.accountCount()).toBe(0);
  const account = { name: 'ops', passwordHash: '$scrypt$…', createdMs: 1 };
  state.saveAccount(account);
  state.saveAccount(account);
  expect([state.accountCount(), state.account('ops'), state.account("' OR 1=1")]).toEqual([1, account, null]);
  const sessions = [10, 20, 30].map((expiresMs) => ({
    tokenHash: `t${expiresMs}`,
    account: 'ops',
    createdMs: 1,
    expiresMs,
  }));
  for (const session of sessions) state.saveSession(session);
  state.deleteExpiredSessions(20);
  expect([state.session('t10'), state.session('t20'), state.session('t30')]).toEqual([
    null,
    null,
    sessions[2],
  ]);
  state.deleteSession('t30');
  expect(state.session('t30')).toBeNull();
  const notes = [1, 2, 3].map((timeMs) => ({
    timeMs,
    account: 'ops',
    action: 'block',
    detail: `\0'; --😀${timeMs}`,
  }));
  for (const note of notes) state.audit(note);
  expect(state.auditNotes(2)).toEqual([notes[2], notes[1]]);
});

it('keeps every write of a process that was killed', async () => {
  const folder = testFolder();
  const script = `import { openStateStore } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    import { writeSync } from 'node:fs';
    const state = openStateStore(process.argv[1]);
    for (let timeMs = 1; ; timeMs += 1) {
      state.audit({ timeMs, account: 'a', action: 'b', detail: 'c' });
      writeSync(1, timeMs + '\\n');
    }`;
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let out = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (out.length > 200) writer.kill('SIGKILL');
  });
  await new Promise((resolve) => writer.once('close', resolve));
  const last = Number(out.trimEnd().split('\n').at(-1));
  expect(last).toBeGreaterThan(1);
  const notes = testState(folder).auditNotes(1_000_000);
  expect(notes.length).toBeGreaterThanOrEqual(last);
  expect(notes.map(({ timeMs }) => timeMs)).toEqual(notes.map((_, index) => notes.length - index));
});

it('is used by two programs at once', () => {
  const folder = testFolder();
  const shield = testState(folder);
  const command = testState(folder);
  command.saveDecision(sampleDecision({ id: 'by-command', expiresMs: 100 }));
  expect(shield.activeDecisions(1).map(({ id }) => id)).toEqual(['by-command']);
});

it.each([
  ['garbage', (file: string) => writeFileSync(file, 'not a database, for sure'.repeat(100))],
  ['a cut', (file: string) => truncateSync(file, 5_000)],
  ['damaged pages', (file: string) => writeFileSync(file, readFileSync(file).fill(0x5a, 4_096))],
])('opens no file with %s, and says what to do', (_, damage) => {
  const folder = testFolder();
  const state = testState(folder);
  for (let number = 0; number < 500; number += 1) state.saveDecision(sampleDecision({ id: `d${number}` }));
  state.close();
  damage(join(folder, 'state.sqlite'));
  const error = failure(() => openStateStore(folder));
  expect(error).toMatchObject({ name: 'StoreError', code: 'damaged' });
  expect(error.message).toContain(join(folder, 'state.sqlite'));
  expect(error.message).toContain('restore the file from a backup, or move it away');
});

it('says closed after close, and closes twice', () => {
  const state = testState();
  state.close();
  state.close();
  expect(failure(() => state.accountCount()).code).toBe('closed');
});

it('says unavailable where the folder cannot be', () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(failure(() => openStateStore(join(folder, 'file', 'below'))).code).toBe('unavailable');
});

it('takes an older schema forward in one step or not at all, and refuses a newer one', () => {
  const database = new DatabaseSync(':memory:');
  const steps = ['CREATE TABLE one (a INTEGER);', 'CREATE TABLE two (b INTEGER);'];
  migrateState(database, 'x', steps.slice(0, 1));
  expect(() => migrateState(database, 'x', [...steps, 'CREATE TABEL broken;'])).toThrow('syntax error');
  const tables = () => database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  expect(tables()).toMatchObject([{ name: 'one' }]);
  migrateState(database, 'x', steps);
  migrateState(database, 'x', steps);
  expect(tables()).toMatchObject([{ name: 'one' }, { name: 'two' }]);
  expect(failure(() => migrateState(database, 'x', [])).message).toBe(
    'the state in x has schema 2; this version of Dejfa knows schemas up to 0. ' +
      'Start the newer version that wrote it, or choose another path.',
  );
});
