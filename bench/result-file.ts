import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkResult } from './benchmark.ts';
import type { Machine } from './machine.ts';

const FOLDER = join(import.meta.dirname, 'results');

/** Writes `results/NAME-DATE-COMMIT.json` and the report beside it as Markdown; gives the path of the report. */
export function keepResult(name: string, machine: Machine, result: BenchmarkResult): string {
  mkdirSync(FOLDER, { recursive: true });
  const base = join(FOLDER, `${name}-${machine.date.slice(0, 10)}-${machine.commit}`);
  writeFileSync(
    `${base}.json`,
    `${JSON.stringify({ benchmark: name, machine, data: result.data }, null, 2)}\n`,
  );
  const { cpu, cores, memoryGiB, kernel, node, date, commit, loadBefore } = machine;
  const where = `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${kernel}, Node ${node}; ${date}; commit ${commit}; load before ${loadBefore.toFixed(2)}`;
  writeFileSync(`${base}.md`, `# ${name}\n\n${where}\n\n${result.report}\n`);
  return `${base}.md`;
}
