import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LoadFigures, median } from './figures.ts';

const RUNS = 7;

/** Loading without and with what an earlier load kept; medians, each run in a process of its own. */
export interface LoadRows {
  readonly cold: LoadFigures;
  readonly kept: LoadFigures;
}

export async function measureLoads(): Promise<LoadRows> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-rules-'));
  try {
    const cold: LoadFigures[] = [];
    const kept: LoadFigures[] = [];
    await timeLoad([folder]);
    for (let run = 0; run < RUNS; run += 1) {
      cold.push(await timeLoad([]));
      kept.push(await timeLoad([folder]));
    }
    return { cold: medianOf(cold), kept: medianOf(kept) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function formatLoads({ cold, kept }: LoadRows): readonly string[] {
  const row = (name: string, { loadMs, readyMs, mainThreadMs, cpuMs }: LoadFigures) =>
    `| ${name} | ${[loadMs, readyMs, mainThreadMs, cpuMs].map((ms) => ms.toFixed(0)).join(' | ')} |`;
  return [
    '',
    `Loading the CRS in a new process, medians of ${RUNS}: \`loadRules\`; until the first request was inspected; CPU of the loading thread and of all threads until then. The goals are 1,000 and 200 ms.`,
    '',
    '| rules | load ms | first request done ms | CPU of the thread ms | CPU ms |',
    '|---|---:|---:|---:|---:|',
    row('found out anew', cold),
    row('from what an earlier load kept', kept),
  ];
}

async function timeLoad(args: readonly string[]): Promise<LoadFigures> {
  const script = join(import.meta.dirname, 'time-load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
  return JSON.parse(stdout);
}

function medianOf(figures: readonly LoadFigures[]): LoadFigures {
  return {
    loadMs: median(figures.map(({ loadMs }) => loadMs)),
    readyMs: median(figures.map(({ readyMs }) => readyMs)),
    cpuMs: median(figures.map(({ cpuMs }) => cpuMs)),
    mainThreadMs: median(figures.map(({ mainThreadMs }) => mainThreadMs)),
  };
}
