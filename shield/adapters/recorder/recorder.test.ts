import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventStore, type StoreBatch, StoreError, type StoreErrorCode } from '../../ports/index.ts';
import { DEFAULT_BATCH_LIMITS, rowsOf } from '../../record/index.ts';
import { sampleAttempt, sampleBatch, sampleEvent } from '../store-samples.ts';
import { createRecorder, StoppedRecorder } from './index.ts';

/** Takes batches, or fails with the next code of its script. */
function scriptedStore(script: readonly (StoreErrorCode | 'ok')[]) {
  const kept: StoreBatch[] = [];
  const left = [...script];
  let calls = 0;
  let running = 0;
  const append = async (batch: StoreBatch) => {
    calls += 1;
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    running -= 1;
    const next = left.shift() ?? 'ok';
    if (next !== 'ok') throw new StoreError(next, `the store says ${next}`);
    kept.push(batch);
  };
  return { store: { append } as unknown as EventStore, kept, calls: () => calls };
}

function setUp(script: readonly (StoreErrorCode | 'ok')[] = [], flushPatienceMs = 10_000) {
  const scripted = scriptedStore(script);
  const limits = { ...DEFAULT_BATCH_LIMITS, batchRows: 5, maxAgeMs: 100, retryFloorMs: 50 };
  const clock = { nowMs: () => Date.now() };
  return { ...scripted, recorder: createRecorder({ store: scripted.store, clock, limits, flushPatienceMs }) };
}

const one = (id: string) => sampleBatch({ events: [sampleEvent({ id })] });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the recorder', () => {
  it('writes after the time that rows may wait, in one batch', async () => {
    const { recorder, kept } = setUp();
    recorder.accept(one('1'));
    recorder.accept(one('2'));
    await vi.advanceTimersByTimeAsync(99);
    expect(kept).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(kept.map(rowsOf)).toEqual([2]);
    expect(recorder.state()).toMatchObject({ queued: 0, failing: null, lastFlushMs: Date.now() });
  });

  it('writes a full batch at once', async () => {
    const { recorder, kept } = setUp();
    for (let number = 0; number < 12; number += 1) recorder.accept(one(`${number}`));
    await vi.advanceTimersByTimeAsync(10);
    expect(kept.map(rowsOf)).toEqual([5, 5, 2]);
  });

  it('resolves a flush when everything before it is kept, without waiting for company', async () => {
    const { recorder, kept } = setUp();
    recorder.accept(one('1'));
    const flushed = recorder.flush();
    await vi.advanceTimersByTimeAsync(0);
    await flushed;
    expect(kept.map(rowsOf)).toEqual([1]);
    await recorder.flush();
  });

  it('tries again after a pause, says so meanwhile, and loses nothing', async () => {
    const { recorder, kept, calls } = setUp(['unreachable', 'disk-full']);
    recorder.accept(one('1'));
    const flushed = recorder.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(recorder.status()).toMatchObject({
      state: 'retrying',
      queuedRows: 1,
      detail: 'the store says unreachable',
    });
    await vi.advanceTimersByTimeAsync(49);
    expect(calls()).toBe(1);
    await vi.advanceTimersByTimeAsync(1 + 100);
    await flushed;
    expect(kept.map(rowsOf)).toEqual([1]);
    expect(recorder.status()).toMatchObject({ state: 'recording', lostRows: 0, detail: null });
  });

  it('rejects a flush with what stands in the way, once it has stood there too long', async () => {
    const { recorder, kept } = setUp(
      Array.from({ length: 20 }, () => 'unreachable' as const),
      1_000,
    );
    recorder.accept(one('1'));
    const flushed = recorder.flush().catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await flushed).toMatchObject({ code: 'unreachable' });
    expect(recorder.state().queued).toBe(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(kept.map(rowsOf)).toEqual([1]);
  });

  it('leaves out the row that the store refuses, keeps the others, and shows it', async () => {
    const { recorder, kept } = setUp(['rejected', 'rejected']);
    recorder.accept(
      sampleBatch({ events: [sampleEvent({ id: 'bad' })], attempts: [sampleAttempt({ id: 'good' })] }),
    );
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.map(rowsOf)).toEqual([1]);
    expect(recorder.status()).toMatchObject({ state: 'recording', lostRows: 1 });
    expect(recorder.status().detail).toMatch(/^The store refused a row, for example \{.*"id":"bad"\}$/);
  });

  it('writes what waits when it closes, and leaves no timer behind', async () => {
    const { recorder, kept } = setUp();
    recorder.accept(one('1'));
    const closed = recorder.close();
    await vi.advanceTimersByTimeAsync(0);
    await closed;
    expect(kept.map(rowsOf)).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
    expect(recorder.status().state).toBe('stopped');
  });

  it('closes with the reason when the store is gone, and leaves no timer behind', async () => {
    const { recorder } = setUp(Array.from({ length: 20 }, () => 'unreachable' as const));
    recorder.accept(one('1'));
    const closed = recorder.close().catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(0);
    expect(await closed).toMatchObject({ code: 'unreachable' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a recorder without a store', () => {
  it('counts what is lost, says why, and holds nobody up', async () => {
    const recorder = new StoppedRecorder(new StoreError('damaged', 'a file is damaged'));
    recorder.accept(one('1'));
    await recorder.flush();
    expect(recorder.status()).toEqual({
      state: 'stopped',
      queuedRows: 0,
      lostRows: 1,
      lastWriteMs: null,
      detail: 'a file is damaged',
    });
  });
});
