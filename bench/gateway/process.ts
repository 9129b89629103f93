import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A proxy or an upstream that runs beside the benchmark. */
export interface Served {
  readonly port: number;
  /** Process whose CPU is counted. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a Node script that prints `{"port": …}` once it listens. */
export async function startScript(script: string, args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} did not start`);
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    child.on('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return { port: (JSON.parse(line) as { port: number }).port, pid, stop: () => stopChild(child) };
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** CPU nanoseconds that all threads of a process have run, from /proc (first field of schedstat). */
export function cpuNs(pid: number): number {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return sum;
}

/** Full path of a tool, or null where it is not installed. */
export function findTool(name: string): string | null {
  try {
    return execFileSync('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin" command -v "$1"', 'sh', name], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return null;
  }
}
