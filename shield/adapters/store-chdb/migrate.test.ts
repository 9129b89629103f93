import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, migrate } from '../../record/index.ts';
import { sampleBatch, sampleEvent } from '../store-samples.ts';
import { ChdbEngine } from './chdb-engine.ts';
import { TEST_CLOCK, testFolder, testStore } from './test-folder.ts';

const STEP = {
  version: MIGRATIONS.length + 1,
  statements: ['ALTER TABLE events ADD COLUMN IF NOT EXISTS note String'],
};

function testEngine(path: string): ChdbEngine {
  const engine = new ChdbEngine({ path, fsync: false, library: 'chdb', notify: () => undefined });
  onTestFinished(() => engine.close());
  return engine;
}

it.skipIf(process.platform === 'win32')('takes a store with rows forward, once, and never back', async () => {
  const path = testFolder();
  const store = await testStore({ path });
  await store.append(sampleBatch({ events: [sampleEvent({ id: 'old' })] }));
  await store.close();
  const engine = testEngine(path);
  await migrate(engine, TEST_CLOCK, [...MIGRATIONS, STEP]);
  await migrate(engine, TEST_CLOCK, [...MIGRATIONS, STEP]);
  expect(await engine.select({ sql: 'SELECT id, note FROM events', params: {} })).toEqual([
    { id: 'old', note: '' },
  ]);
  expect(
    await engine.select({ sql: 'SELECT version FROM schema_version ORDER BY version', params: {} }),
  ).toEqual([...MIGRATIONS, STEP].map(({ version }) => ({ version })));
  await engine.close();
  await expect(testStore({ path })).rejects.toMatchObject({
    code: 'rejected',
    message: expect.stringContaining('Start the newer version that wrote it'),
  });
});

it.skipIf(process.platform === 'win32')('takes a step again that a crash cut short', async () => {
  const engine = testEngine(testFolder());
  const broken = { version: 1, statements: [...(MIGRATIONS[0]?.statements ?? []), 'CREATE TABEL nonsense'] };
  await expect(migrate(engine, TEST_CLOCK, [broken])).rejects.toMatchObject({ code: 'rejected' });
  await migrate(engine, TEST_CLOCK);
  expect(await engine.select({ sql: 'SELECT max(version) AS v FROM schema_version', params: {} })).toEqual([
    { v: MIGRATIONS.length },
  ]);
});
