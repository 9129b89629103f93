import type { Contestant } from './contestants.ts';
import { type BenchRequest, type LoadFigures, measureLoad, warm } from './load.ts';
import type { Served } from './process.ts';

export interface Row extends LoadFigures {
  readonly contestant: string;
  readonly request: string;
}

export interface RoundsPlan {
  readonly wrk: string;
  readonly upstreamPort: number;
  readonly requests: readonly BenchRequest[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Told why a contestant is left out. */
  leftOut(reason: string): void;
}

/**
 * Measures every contestant with every request, in turn and in several rounds, so that what else goes on at the
 * machine falls on all of them; gives the median of each figure.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  plan: RoundsPlan,
): Promise<readonly Row[]> {
  const running = await startAll(contestants, plan);
  try {
    const rows: Row[] = [];
    for (const request of plan.requests) rows.push(...(await measureRequest(running, request, plan)));
    return rows;
  } finally {
    for (const { served } of running) await served.stop();
  }
}

interface Running {
  readonly name: string;
  readonly served: Served;
}

async function startAll(contestants: readonly Contestant[], plan: RoundsPlan): Promise<readonly Running[]> {
  const running: Running[] = [];
  for (const contestant of contestants) {
    try {
      running.push({ name: contestant.name, served: await contestant.start(plan.upstreamPort) });
    } catch (error) {
      plan.leftOut(
        `${contestant.name} is not measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return running;
}

async function measureRequest(
  running: readonly Running[],
  request: BenchRequest,
  { wrk, rounds, seconds, connections }: RoundsPlan,
): Promise<readonly Row[]> {
  const load = { request, seconds, connections };
  const figures = new Map(running.map(({ name }) => [name, [] as LoadFigures[]]));
  for (const { served } of running) await warm(wrk, served, load);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, served } of running) figures.get(name)?.push(await measureLoad(wrk, served, load));
  }
  return [...figures].map(([contestant, all]) => ({
    contestant,
    request: request.name,
    requests: median(all, ({ requests }) => requests),
    requestsPerSecond: median(all, ({ requestsPerSecond }) => requestsPerSecond),
    p50Ms: median(all, ({ p50Ms }) => p50Ms),
    p99Ms: median(all, ({ p99Ms }) => p99Ms),
    cpuUs: median(all, ({ cpuUs }) => cpuUs),
    refused: median(all, ({ refused }) => refused),
  }));
}

function median(all: readonly LoadFigures[], figure: (figures: LoadFigures) => number): number {
  const sorted = all.map(figure).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
