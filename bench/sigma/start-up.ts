import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lane } from './lanes.ts';
import type { StartFigures } from './start-process.ts';

/** Starts that are measured; the one with the shortest load is given. */
const STARTS = 3;

/** What a start from nothing costs, and what stays in memory after a lane. */
export function measureStart({ lines }: Lane): StartFigures {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-'));
  try {
    const path = join(folder, 'lane.jsonl');
    writeFileSync(path, lines.join('\n'));
    const program = join(import.meta.dirname, 'start-process.ts');
    const starts = Array.from({ length: STARTS }, () => {
      const text = execFileSync(process.execPath, ['--expose-gc', program, path], { encoding: 'utf8' });
      return JSON.parse(text) as StartFigures;
    });
    return starts.reduce((best, start) => (start.loadMs < best.loadMs ? start : best));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
