import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lane } from './lanes.ts';
import type { StartFigures } from './start-process.ts';

/** Starts of either kind that are measured; the one with the shortest load is given. */
const STARTS = 3;

/** What starts cost, the first of all and those after it, and what stays in memory after a lane. */
export function measureStarts({ lines }: Lane): readonly StartFigures[] {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-'));
  try {
    const path = join(folder, 'lane.jsonl');
    writeFileSync(path, lines.join('\n'));
    const program = join(import.meta.dirname, 'start-process.ts');
    const kept = join(folder, 'rules.kept');
    const start = () => {
      const text = execFileSync(process.execPath, ['--expose-gc', program, path, kept], { encoding: 'utf8' });
      return JSON.parse(text) as StartFigures;
    };
    const cold = () => {
      rmSync(kept, { force: true });
      return start();
    };
    return [cold, start].map((run) =>
      Array.from({ length: STARTS }, run).reduce((best, one) => (one.loadMs < best.loadMs ? one : best)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
