import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMappings, loadSigma, type SigmaSource } from '@dejfa/sigma';
import type { Benchmark } from '../benchmark.ts';
import { readLanes } from './lanes.ts';
import { type LaneFigures, timeLane } from './time-lane.ts';

const ROOT = join(import.meta.dirname, '../..');
const RULES = join(ROOT, '../shared/corpora/sigma/rules');

/** `--turns=N` (default 12): how often each twentieth of a lane is parsed and scanned, after as many scans. */
export const benchmark: Benchmark = {
  about: 'Sigma on JSON lines: the scan of bytes beside JSON.parse and the plain engine, hits equal',
  async run(args) {
    const turns = Number(args.find((arg) => arg.startsWith('--turns='))?.slice('--turns='.length) ?? 12);
    const startedMs = performance.now();
    const { engine, counts } = loadSigma(yamlFiles(RULES));
    const loadMs = performance.now() - startedMs;
    const { mappings } = loadMappings(yamlFiles(join(ROOT, 'content/mappings')));
    const lanes = await readLanes();
    const figures = lanes.map((lane) => timeLane(lane, { engine, mappings }, turns));
    const memoryMiB = process.memoryUsage().rss / 2 ** 20;
    return {
      report: format(figures, { rules: counts.loaded, loadMs, memoryMiB }),
      data: { rules: counts.loaded, loadMs, memoryMiB, figures },
    };
  },
};

function yamlFiles(folder: string): readonly SigmaSource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

interface Run {
  readonly rules: number;
  readonly loadMs: number;
  readonly memoryMiB: number;
}

function format(figures: readonly LaneFigures[], { rules, loadMs, memoryMiB }: Run): string {
  const head = [
    `${rules} rules, read and compiled from YAML in ${loadMs.toFixed(0)} ms; ${memoryMiB.toFixed(0)} MiB in all, the lines included.`,
    '',
    '| lane | records | bytes each | JSON.parse µs | scan µs | records/s | GB/s | times JSON.parse | by least | goal | plain µs | rules tried | hits | different | first ms |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  const rows = figures.map((row) => {
    const cells = [
      ...[
        row.lane,
        row.records,
        row.bytesPerRecord.toFixed(0),
        row.parseUs.toFixed(2),
        row.scanUs.toFixed(2),
      ],
      ...[(1e6 / row.scanUs).toFixed(0), (row.bytesPerRecord / row.scanUs / 1000).toFixed(2)],
      ...[row.ratio.toFixed(2), row.leastRatio.toFixed(2), row.goal ?? '–', row.plainUs.toFixed(1)],
      ...[row.tried.toFixed(2), row.hits, row.differences, row.firstMs.toFixed(0)],
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [...head, ...rows].join('\n');
}
