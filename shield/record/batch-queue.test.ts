import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, Event, Signal } from '../model/index.ts';
import { EMPTY_BATCH, type StoreBatch, StoreError } from '../ports/index.ts';
import { type BatchLimits, DEFAULT_BATCH_LIMITS } from './batch-limits.ts';
import { BatchQueue } from './batch-queue.ts';
import { rowsOf, splitBatch } from './split-batch.ts';

const LIMITS: BatchLimits = { ...DEFAULT_BATCH_LIMITS, batchRows: 4, maxAgeMs: 100, queuedEvents: 10 };
const DOWN = new StoreError('unreachable', 'nobody there');
const REFUSED = new StoreError('rejected', 'not that one');

// The queue looks at ids and raw text only.
const event = (id: string, raw = '') => ({ id, raw }) as Event;
const signal = (id: string) => ({ id }) as Signal;
const attempt = (id: string, signalCount = 1) => ({ id, signalCount }) as Attempt;
const part = (value: Partial<StoreBatch>): StoreBatch => ({ ...EMPTY_BATCH, ...value });
const rowsIn = (batch: StoreBatch) => Object.values(batch).flat() as readonly { readonly id: string }[];
const ids = (batch: StoreBatch | null) => batch && rowsIn(batch).map(({ id }) => id);

describe('when a batch is due', () => {
  it('is never with nothing waiting', () => {
    expect(new BatchQueue(LIMITS).dueInMs(0)).toBeNull();
  });

  it('is after the oldest row has waited its time', () => {
    const queue = new BatchQueue(LIMITS);
    queue.accept(part({ events: [event('1')] }), 1_000);
    queue.accept(part({ events: [event('2')] }), 1_060);
    expect(queue.dueInMs(1_060)).toBe(40);
    expect(queue.dueInMs(2_000)).toBe(0);
  });

  it('is at once when it is full, and again at once for what did not fit', () => {
    const queue = new BatchQueue(LIMITS);
    queue.accept(part({ events: ['1', '2', '3', '4', '5'].map((id) => event(id)) }), 0);
    expect(queue.dueInMs(0)).toBe(0);
    expect(ids(queue.take())).toEqual(['1', '2', '3', '4']);
    queue.kept();
    expect(queue.dueInMs(0)).toBe(0);
    expect(ids(queue.take())).toEqual(['5']);
    queue.kept();
    expect(queue.dueInMs(0)).toBeNull();
  });

  it('is later after each failure, up to a ceiling, and sooner again after a success', () => {
    const queue = new BatchQueue({ ...LIMITS, retryFloorMs: 10, retryCeilingMs: 35 });
    queue.accept(part({ events: [event('1')] }), 0);
    const pauses = [0, 0, 0, 0].map((nowMs) => {
      queue.take();
      queue.failed(DOWN, nowMs);
      return queue.dueInMs(nowMs);
    });
    expect(pauses).toEqual([10, 20, 35, 35]);
    queue.kept();
    queue.accept(part({ events: [event('2')] }), 0);
    queue.take();
    queue.failed(DOWN, 0);
    expect(queue.dueInMs(0)).toBe(10);
  });

  it('bounds the text of a batch; one long event goes alone', () => {
    const queue = new BatchQueue({ ...LIMITS, batchEventChars: 10 });
    queue.accept(part({ events: [event('1', 'x'.repeat(50)), event('2', 'xxxxx'), event('3', 'xxxxx')] }), 0);
    expect(ids(queue.take())).toEqual(['1']);
    queue.kept();
    expect(ids(queue.take())).toEqual(['2', '3']);
  });
});

describe('a queue that is behind', () => {
  it('takes larger batches until it is not', () => {
    const queue = new BatchQueue({ ...LIMITS, queuedEvents: 100, catchUpRows: 15 });
    queue.accept(part({ events: Array.from({ length: 33 }, (_, number) => event(`${number}`)) }), 0);
    const sizes: number[] = [];
    for (let batch = queue.take(); batch !== null; batch = queue.take()) {
      sizes.push(rowsOf(batch));
      queue.kept();
    }
    expect(sizes).toEqual([15, 15, 3]);
  });
});

describe('what stands for what', () => {
  it('keeps the latest attempt only, and never sends it before the batch that failed', () => {
    const queue = new BatchQueue(LIMITS);
    queue.accept(part({ attempts: [attempt('a', 1)] }), 0);
    queue.accept(part({ attempts: [attempt('a', 2)] }), 0);
    expect(queue.take()?.attempts).toEqual([attempt('a', 2)]);
    queue.failed(DOWN, 0);
    queue.accept(part({ attempts: [attempt('a', 3)] }), 0);
    expect(queue.take()?.attempts).toEqual([attempt('a', 2)]);
    queue.kept();
    expect(queue.take()?.attempts).toEqual([attempt('a', 3)]);
  });
});

describe('what is given up', () => {
  it('is context first, oldest first, then evidence; signals and attempts stay', () => {
    const queue = new BatchQueue(LIMITS);
    queue.accept(part({ events: [event('evidence')], signals: [signal('s')], attempts: [attempt('a')] }), 0);
    for (let number = 0; number < 12; number += 1) queue.accept(part({ events: [event(`c${number}`)] }), 0);
    expect(queue.losses).toEqual({ droppedEvents: 3, lostRows: 0, example: null });
    expect(ids(queue.take())).toEqual(['evidence', 'c3', 'c4', 'c5', 's', 'a']);
  });

  it('is counted by text too', () => {
    const queue = new BatchQueue({ ...LIMITS, queuedEventChars: 100 });
    queue.accept(part({ events: [event('1', 'x'.repeat(80)), event('2', 'x'.repeat(80))] }), 0);
    expect(queue.losses.droppedEvents).toBe(1);
    expect(ids(queue.take())).toEqual(['2']);
  });

  it('is a signal only at the last bound, and said', () => {
    const queue = new BatchQueue({ ...LIMITS, queuedEvidence: 2 });
    queue.accept(part({ signals: ['1', '2', '3'].map(signal) }), 0);
    expect(queue.losses.lostRows).toBe(1);
    expect(ids(queue.take())).toEqual(['2', '3']);
  });

  it('is the one row that the store refuses, found by halving', () => {
    const queue = new BatchQueue({ ...LIMITS, batchRows: 100, queuedEvents: 100 });
    const events = Array.from({ length: 20 }, (_, number) => event(`${number}`));
    queue.accept(part({ events, signals: [signal('s')] }), 0);
    const kept: string[] = [];
    for (let batch = queue.take(); batch !== null; batch = queue.take()) {
      if (ids(batch)?.includes('13')) queue.failed(REFUSED, 0);
      else {
        kept.push(...(ids(batch) ?? []));
        queue.kept();
      }
    }
    expect(kept.toSorted()).toEqual(
      [...events.map(({ id }) => id), 's'].filter((id) => id !== '13').toSorted(),
    );
    expect(queue.losses).toEqual({ droppedEvents: 0, lostRows: 1, example: '{"id":"13","raw":""}' });
    expect(queue.size).toBe(0);
  });
});

describe('a mark in the stream', () => {
  it('is past when everything before it is kept, whatever came later', () => {
    const queue = new BatchQueue({ ...LIMITS, batchRows: 2 });
    queue.accept(part({ events: ['1', '2', '3'].map((id) => event(id)), attempts: [attempt('a')] }), 0);
    const mark = queue.mark();
    queue.accept(part({ events: [event('4')], attempts: [attempt('a', 2), attempt('b')] }), 0);
    queue.take();
    expect(queue.isPast(mark)).toBe(false);
    queue.kept();
    expect(queue.isPast(mark)).toBe(false);
    queue.take();
    queue.kept();
    expect(queue.isPast(mark)).toBe(true);
  });
});

describe('the queue and its model', () => {
  it('delivers or counts every row exactly once, in order, whatever the store does', () => {
    const steps = fc.array(fc.constantFrom('accept', 'kept', 'down', 'refuse'), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (script) => {
        const queue = new BatchQueue(LIMITS);
        const delivered: string[] = [];
        let accepted = 0;
        const step = (kind: string) => {
          if (kind === 'accept') {
            const id = `${accepted}`.padStart(4, '0');
            queue.accept(part({ events: [event(id)] }), 0);
            accepted += 1;
            return;
          }
          const batch = queue.take();
          if (batch === null) return;
          if (kind === 'down') queue.failed(DOWN, 0);
          else if (kind === 'refuse') queue.failed(REFUSED, 0);
          else {
            delivered.push(...(ids(batch) ?? []));
            queue.kept();
          }
        };
        for (const kind of script) step(kind);
        while (queue.size > 0) step('kept');
        expect(delivered).toEqual([...new Set(delivered)].toSorted());
        expect(delivered.length + queue.losses.droppedEvents + queue.losses.lostRows).toBe(accepted);
      }),
    );
  });

  it('halves without loss', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.nat({ max: 20 }), (events, signals) => {
        const batch = part({
          events: Array.from({ length: events }, (_, number) => event(`e${number}`)),
          signals: Array.from({ length: signals }, (_, number) => signal(`s${number}`)),
        });
        const [first, second] = splitBatch(batch);
        expect([...(ids(first) ?? []), ...(ids(second) ?? [])].toSorted()).toEqual(ids(batch)?.toSorted());
        expect(Math.abs(rowsOf(first) - rowsOf(second))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
