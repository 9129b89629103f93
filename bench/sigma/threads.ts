import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Lane } from './lanes.ts';
import { median } from './times.ts';

/** How many times as much two threads scan in the same time as one. */
export interface ThreadFigures {
  readonly lane: string;
  /** Lines a second. */
  readonly one: number;
  readonly two: number;
  readonly ratio: number;
}

const WARM_TURNS = 12;
const TURNS = 6;
/** Times that one thread and two threads are measured, in turn. */
const ROUNDS = 9;

/** Both threads hold all rules and scan the same lines; one and two of them run in turn. */
export async function timeThreads(lane: Lane): Promise<ThreadFigures> {
  const program = join(import.meta.dirname, 'thread-worker.ts');
  const workers = [0, 1].map(() => new Worker(program, { workerData: lane }));
  try {
    await scanOn(workers, WARM_TURNS);
    const one: number[] = [];
    const two: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      one.push(await scanOn(workers.slice(round % 2).slice(0, 1), TURNS));
      two.push(await scanOn(workers, TURNS));
    }
    const lines = lane.lines.length * TURNS * 1000;
    const [oneMs, twoMs] = [median(one), median(two)];
    return { lane: lane.name, one: lines / oneMs, two: (2 * lines) / twoMs, ratio: (2 * oneMs) / twoMs };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Milliseconds until all of them are done. */
async function scanOn(workers: readonly Worker[], turns: number): Promise<number> {
  const startedMs = performance.now();
  const done = workers.map((worker) => once(worker, 'message'));
  for (const worker of workers) worker.postMessage(turns);
  await Promise.all(done);
  return performance.now() - startedMs;
}
