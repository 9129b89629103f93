import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** What a figure was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly commit: string;
  /** Load of the last minute before the run: other work on the machine spoils figures. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    date: new Date().toISOString(),
    commit: commitOf(import.meta.dirname),
    loadBefore: os.loadavg()[0] ?? 0,
  };
}

function commitOf(folder: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
