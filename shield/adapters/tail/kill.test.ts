import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

const KILLS = 4;
const LINES_A_ROUND = 20_000;

it('misses no line when it is killed again and again, and the file is rotated meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dejfa-kill-'));
  const log = join(folder, 'access.log');
  let written = 0;
  let process: ChildProcess | null = null;
  try {
    for (let round = 0; round <= KILLS; round += 1) {
      process = follow(folder);
      const lines = Array.from(
        { length: LINES_A_ROUND },
        (_, at) => `line ${written + at} ${'.'.repeat(40)}\n`,
      );
      written += LINES_A_ROUND;
      await appendFile(log, lines.join(''));
      if (round === KILLS) break;
      await sleep(400 + round * 90);
      process.kill('SIGKILL');
      await once(process, 'exit');
      await rename(log, join(folder, `access.log.${round}`));
    }
    await expect.poll(() => distinct(folder), { timeout: 25_000, interval: 200 }).toBe(written);
  } finally {
    process?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
}, 60_000);

function follow(folder: string): ChildProcess {
  const script = join(import.meta.dirname, 'testing', 'tail-process.ts');
  return spawn(process.execPath, [script, folder], { stdio: 'inherit' });
}

/** Whole lines kept, each counted once. */
async function distinct(folder: string): Promise<number> {
  const kept = await readFile(join(folder, 'kept'), 'utf8').catch(() => '');
  return new Set(kept.match(/^line \d+ \.{40}$/gm)).size;
}
