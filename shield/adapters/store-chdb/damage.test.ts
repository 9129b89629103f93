import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoreError } from '../../ports/index.ts';
import { sampleBatch, sampleEvent, sampleSignal } from '../store-samples.ts';
import { encodeFrame, encodePayload } from './journal-frame.ts';
import { testFolder, testStore } from './test-folder.ts';

const RANGE = { sinceMs: 0, untilMs: 4e15 };

function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

/** A closed store with some rows, and the folder of the part that holds the events. */
async function filledStore(): Promise<{ readonly path: string; readonly part: string }> {
  const path = testFolder();
  const store = await testStore({ path });
  const ids = Array.from({ length: 500 }, (_, row) => `e${row}`);
  await store.append(sampleBatch({ events: ids.map((id) => sampleEvent({ id })) }));
  await store.close();
  // The last metadata to be written is the newest table; the events are the largest part of all.
  const parts = globSync(join(path, 'engine/store/*/*/*/data.bin'));
  const bySize = parts.toSorted((a, b) => readFileSync(b).length - readFileSync(a).length);
  return { path, part: join(bySize[0] ?? '', '..') };
}

const DAMAGES: readonly (readonly [string, (part: string) => void])[] = [
  ['a part cut short', (part) => truncateSync(join(part, 'data.bin'), 40)],
  ['a list of checksums that is not one', (part) => writeFileSync(join(part, 'checksums.txt'), 'nonsense')],
  ['a file of a part gone', (part) => rmSync(join(part, 'columns.txt'))],
  ['a flipped byte in the rows', (part) => flipByte(join(part, 'data.bin'), 60)],
];

describe.skipIf(process.platform === 'win32')('a damaged store', () => {
  it.each(DAMAGES)('with %s says damaged, names the file and the remedy', async (_, damage) => {
    const { path, part } = await filledStore();
    damage(part);
    const error: StoreError = await testStore({ path }).then(
      () => Promise.reject(new Error('it opened')),
      (cause: StoreError) => cause,
    );
    expect(error).toMatchObject({ name: 'StoreError', code: 'damaged' });
    expect(error.message).toContain('restore the folder from a backup, or move it away to begin anew');
    expect(error.message).toMatch(/part|events/);
  });

  it('is set aside where that is wanted, kept whole, and begun anew', async () => {
    const { path, part } = await filledStore();
    truncateSync(join(part, 'data.bin'), 40);
    const notices: string[] = [];
    const store = await testStore({ path, onDamage: 'set-aside' }, (text) => notices.push(text));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('the store was damaged and set aside as');
    expect((await store.funnel(RANGE)).events).toBe(0);
    await store.append(sampleBatch({ events: [sampleEvent({ id: 'new' })] }));
    expect((await store.funnel(RANGE)).events).toBe(1);
    expect(readdirSync(path).some((name) => name.startsWith('engine.damaged-'))).toBe(true);
  });

  it('with broken metadata is damaged too', async () => {
    const { path } = await filledStore();
    for (const file of globSync(join(path, 'engine/store/*/*/*.sql'))) writeFileSync(file, 'garbage');
    await expect(testStore({ path })).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe.skipIf(process.platform === 'win32')('a journal that a crash left', () => {
  const row = new TextEncoder().encode(
    '{"id":"from-journal","time_ms":5,"stored_ms":1790000000000,"version":1}',
  );
  const frame = encodeFrame(encodePayload([{ table: 'events', rows: 1, body: row }]));

  it('is finished at the next start: its whole frames count once, its cut end never', async () => {
    const { path } = await filledStore();
    appendFileSync(join(path, 'journal'), Buffer.concat([frame, frame, frame.subarray(0, frame.length - 3)]));
    const notices: string[] = [];
    const store = await testStore({ path }, (text) => notices.push(text));
    expect((await store.funnel(RANGE)).events).toBe(501);
    expect(notices).toEqual([]);
    expect(readFileSync(join(path, 'journal'))).toHaveLength(0);
  });

  it('with a flipped bit is used up to there, kept aside, and reported', async () => {
    const { path } = await filledStore();
    const damaged = Buffer.from(frame);
    damaged[30] = (damaged[30] ?? 0) ^ 1;
    appendFileSync(join(path, 'journal'), Buffer.concat([frame, damaged, frame]));
    const notices: string[] = [];
    const store = await testStore({ path }, (text) => notices.push(text));
    expect((await store.funnel(RANGE)).events).toBe(501);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('the journal is not usable after 1 whole batches; it was kept as');
    expect(existsSync(notices[0]?.split('kept as ')[1] ?? '')).toBe(true);
  });

  it('with rows that no table takes does not keep the store from opening', async () => {
    const { path } = await filledStore();
    const odd = encodePayload([
      { table: 'events', rows: 1, body: new TextEncoder().encode('{"time_ms":"x"}') },
    ]);
    appendFileSync(join(path, 'journal'), encodeFrame(odd));
    const notices: string[] = [];
    const store = await testStore({ path }, (text) => notices.push(text));
    expect((await store.funnel(RANGE)).events).toBe(500);
    expect(notices).toHaveLength(1);
  });
});

const NO_MOUNT =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? ' (skipped: a small disk needs root on Linux)'
    : '';

describe.skipIf(NO_MOUNT !== '')(`a full disk${NO_MOUNT}`, () => {
  it('rejects with disk-full, counts nothing of the batch, and goes on when there is room', async () => {
    const disk = testFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk]);
    onTestFinished(() => {
      execFileSync('umount', ['-l', disk]);
    });
    const path = join(disk, 'store');
    mkdirSync(path);
    const store = await testStore({ path });
    const filler = join(disk, 'filler');
    const raw = Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 2_654_435_761) >>> 0)).toString(
      'hex',
    );
    const batch = (number: number) => {
      const ids = Array.from({ length: 50 }, (_, row) => `${number}-${row}`);
      const events = ids.map((id) => sampleEvent({ id, raw: `${id}${raw}` }));
      return sampleBatch({ events, signals: ids.map((id) => sampleSignal({ id, eventId: id })) });
    };
    await store.append(batch(0));
    writeFileSync(filler, Buffer.alloc(84 * 1024 * 1024));
    await expect(store.append(batch(1))).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('nothing of the batch was kept'),
    });
    expect(await store.funnel(RANGE)).toMatchObject({ events: 50, signals: 50 });
    rmSync(filler);
    await store.append(batch(1));
    expect(await store.funnel(RANGE)).toMatchObject({ events: 100, signals: 100 });
  });
});
