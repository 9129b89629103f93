import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from './lane.ts';
import { runTasks } from './run-tasks.ts';
import type { HuntStep, HuntTask } from './task.ts';

const facts = Promise.reject(new Error('not asked for'));
facts.catch(() => {});

const tasksOf = (count: number): readonly HuntTask[] =>
  Array.from({ length: count }, (_, index) => {
    const path = `/f${index}`;
    return { index, path, shown: path, sizeBytes: 1, stretch: null, isLast: true, error: null };
  });

const step = (path: string): HuntStep => ({ kind: 'sources', seen: [source(path)] });
const source = (product: string) => ({ logsource: { product }, events: 1, fields: [], more: false });

/** A lane whose batches take as many turns as `turns` says. */
function laneOf(turns: (index: number) => number, onStop: () => void = () => {}): Lane {
  let isStopped = false;
  return {
    facts,
    async *run({ index, path }) {
      for (let batch = 0; batch < 3 && !isStopped; batch += 1) {
        for (let turn = turns(index); turn > 0; turn -= 1)
          await new Promise((resolve) => setImmediate(resolve));
        yield { steps: [step(path)], bytes: 5 };
      }
    },
    stop: () => {
      isStopped = true;
      onStop();
    },
    close: async () => {},
  };
}

describe('tasks on several lanes', () => {
  it('come out in their order, whatever time each takes', async () => {
    const turns = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 4 }), async (times, lanes) => {
        const tasks = tasksOf(times.length);
        const lane = () => laneOf((index) => times[index] ?? 0);
        const seen: string[] = [];
        let bytes = 0;
        const options = {
          signal: new AbortController().signal,
          onBytes: (count: number) => (bytes += count),
        };
        for await (const { task, steps } of runTasks(tasks, Array.from({ length: lanes }, lane), options))
          for (const _ of steps) seen.push(task.path);
        expect(seen).toEqual(tasks.flatMap(({ path }) => [path, path, path]));
        expect(bytes).toBe(15 * times.length);
      }),
      { numRuns: 60 },
    );
  });

  it('end early when stopped, with what was found, and say what was not begun', async () => {
    const stop = new AbortController();
    const tasks = tasksOf(5);
    const ends: [string, boolean][] = [];
    const lane = laneOf(() => 1);
    for await (const { task, isEnd, isRead } of runTasks(tasks, [lane], {
      signal: stop.signal,
      onBytes: () => {},
    })) {
      if (task.index === 1) stop.abort();
      if (isEnd) ends.push([task.path, isRead]);
    }
    expect(ends).toEqual([
      ['/f0', true],
      ['/f1', true],
      ['/f2', false],
      ['/f3', false],
      ['/f4', false],
    ]);
  });

  it('fail when a lane does', async () => {
    const lane: Lane = {
      ...laneOf(() => 0),
      async *run({ path }) {
        if (path !== '') throw new Error('out of memory');
        yield { steps: [], bytes: 0 };
      },
    };
    const run = async () => {
      const options = { signal: new AbortController().signal, onBytes: () => {} };
      for await (const batch of runTasks(tasksOf(2), [lane], options)) expect(batch.steps).toEqual([]);
    };
    await expect(run()).rejects.toThrow('out of memory');
  });
});
