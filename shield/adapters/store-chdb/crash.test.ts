import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventStore } from '../../ports/index.ts';
import { sampleBatch, sampleEvent } from '../store-samples.ts';
import { ChdbEngine } from './chdb-engine.ts';
import { testFolder, testStore } from './test-folder.ts';

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
const ROUNDS = 10;
/** Each round starts the engine twice, which takes seconds on a machine that is busy. */
const PATIENCE_MS = 300_000;
const RANGE = { sinceMs: 0, untilMs: 4e15 };

/** Runs the writer, kills it (-9) at a moment of its choosing, and returns the last batch that it acknowledged. */
async function writeUntilKilled(path: string, first: number, killAfterMs: number): Promise<number | null> {
  const writer: ChildProcess = spawn(process.execPath, [WRITER, path, `${first}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let out = '';
  writer.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (out === '') setTimeout(() => writer.kill('SIGKILL'), killAfterMs);
    out += text;
  });
  await new Promise((resolve) => writer.once('close', resolve));
  const acknowledged = out.trimEnd().split('\n').slice(1);
  return acknowledged.length === 0 ? null : Number(acknowledged.at(-1));
}

/** Batches whole in the store: both tables have all of their rows, each exactly once. */
async function expectWhole(store: EventStore, lastAcknowledged: number): Promise<number> {
  const { attempts, events, signals } = await store.funnel(RANGE);
  const batches = Math.max(0, attempts - 1); // one attempt is the one that every batch replaces
  const rows = Array.from({ length: batches }, (_, batch) => 1 + (batch % 40)).reduce((sum, n) => sum + n, 0);
  expect({ events, signals }).toEqual({ events: rows, signals: rows });
  expect(batches).toBeGreaterThan(lastAcknowledged);
  if (batches > 0) expect((await store.attempt('latest'))?.signalCount).toBe(batches - 1);
  return batches;
}

describe.skipIf(process.platform === 'win32')('the embedded store and kill -9', () => {
  it(`keeps every acknowledged batch, whole and once, over ${ROUNDS} kills`, {
    timeout: 180_000,
  }, async () => {
    const path = testFolder();
    let next = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await writeUntilKilled(path, next, (round * 37) % 160);
      const store = await testStore({ path });
      next = await expectWhole(store, acknowledged ?? next - 1);
      await store.close();
    }
    expect(next).toBeGreaterThan(ROUNDS);
  });
});

describe.skipIf(process.platform === 'win32')('a crash of the engine', () => {
  it('loses nothing: the batch on its way is sent again, and the next question starts it again', {
    timeout: PATIENCE_MS,
  }, async () => {
    const path = testFolder();
    const notices: string[] = [];
    const engine = new ChdbEngine({
      path,
      fsync: true,
      library: 'chdb',
      notify: (text) => notices.push(text),
    });
    await engine.command('CREATE TABLE events (id String) ENGINE = ReplacingMergeTree ORDER BY id');
    await engine.recover();
    const body = (id: string) => new TextEncoder().encode(JSON.stringify({ id }));
    for (let round = 0; round < 5; round += 1) {
      const pid = await engine.pid();
      const writing = engine.insert([{ table: 'events', rows: 1, body: body(`row-${round}`) }]);
      await new Promise((resolve) => setTimeout(resolve, round * 4));
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await writing;
      const count = () => engine.select({ sql: 'SELECT count() AS n FROM events FINAL', params: {} });
      // The kill may come after the insert: then the first question is the one that notices.
      expect(await count().catch(count)).toEqual([{ n: round + 1 }]);
    }
    await engine.close();
    expect(notices).toEqual([]);
  });

  it('rejects the questions that were on their way, and answers the next', {
    timeout: PATIENCE_MS,
  }, async () => {
    const engine = new ChdbEngine({
      path: testFolder(),
      fsync: false,
      library: 'chdb',
      notify: () => undefined,
    });
    const pid = await engine.pid();
    const slow = engine.select({ sql: 'SELECT max(sipHash64(number)) FROM numbers(2000000000)', params: {} });
    const failure = expect(slow).rejects.toMatchObject({ code: 'unavailable' });
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await failure;
    expect(await engine.select({ sql: 'SELECT 1 AS one', params: {} })).toEqual([{ one: 1 }]);
    await engine.close();
  });
});

describe.skipIf(process.platform === 'win32')('a store that is open elsewhere', () => {
  it('does not open twice, says so, and opens when the other has closed', {
    timeout: PATIENCE_MS,
  }, async () => {
    const path = testFolder();
    const first = await testStore({ path });
    await first.append(sampleBatch({ events: [sampleEvent({ id: 'one' })] }));
    await expect(testStore({ path })).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('Another process has the store open'),
    });
    await first.close();
    const second = await testStore({ path });
    expect(await second.event('one')).not.toBeNull();
  });

  it('is unavailable, with a way out, where there is no engine', async () => {
    await expect(testStore({ path: testFolder(), library: 'dejfa-no-such-engine' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('elsewhere set store.kind: clickhouse'),
    });
  });
});
