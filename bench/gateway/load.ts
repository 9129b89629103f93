import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuNs, type Served } from './process.ts';

/** A request to be sent over and over. */
export interface BenchRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface LoadFigures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the proxy's process, all of its threads, a request. */
  readonly cpuUs: number;
  /** Answers other than 2xx and 3xx: for a blocked request all of them. */
  readonly refused: number;
}

const run = promisify(execFile);

export interface Load {
  readonly request: BenchRequest;
  readonly seconds: number;
  readonly connections: number;
}

/** Requests after which compiled code is what is measured, and the seconds after which it is begun regardless. */
const WARM_REQUESTS = 10_000;
const WARM_SECONDS = 10;

/** Sends the request until the proxy has warmed to it. */
export async function warm(wrk: string, served: Served, load: Load): Promise<void> {
  let requests = 0;
  for (let second = 0; second < WARM_SECONDS && requests < WARM_REQUESTS; second += 1) {
    requests += (await measureLoad(wrk, served, { ...load, seconds: 1 })).requests;
  }
}

/** Sends the request for `seconds` over `connections` kept-alive connections with `wrk`. */
export async function measureLoad(wrk: string, served: Served, load: Load): Promise<LoadFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-wrk-'));
  try {
    const script = join(folder, 'request.lua');
    writeFileSync(script, scriptOf(load.request));
    const url = `http://127.0.0.1:${served.port}/`;
    const args = [`-d${load.seconds}s`, '-t1', `-c${load.connections}`, '--latency', '-s', script, url];
    const before = cpuNs(served.pid);
    const { stdout } = await run(wrk, args);
    return figuresOf(stdout, cpuNs(served.pid) - before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptOf({ method, path, headers, body }: BenchRequest): string {
  const lines = [`wrk.method = ${lua(method)}`, `wrk.path = ${lua(path)}`];
  for (const [name, value] of headers) lines.push(`wrk.headers[${lua(name)}] = ${lua(value)}`);
  if (body !== '') lines.push(`wrk.body = ${lua(body)}`);
  return `${lines.join('\n')}\n`;
}

/** A Lua string; whatever is no plain printable character becomes a decimal escape. */
function lua(text: string): string {
  const escaped = text.replace(/[^ !#-[\]-~]/g, (c) => `\\${String(c.charCodeAt(0)).padStart(3, '0')}`);
  return `"${escaped}"`;
}

function figuresOf(output: string, usedNs: number): LoadFigures {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  const requests = number(/(\d+) requests in/);
  return {
    requests,
    requestsPerSecond: number(/Requests\/sec:\s+([\d.]+)/),
    p50Ms: milliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(output)),
    p99Ms: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(output)),
    cpuUs: usedNs / 1000 / requests,
    refused: number(/Non-2xx or 3xx responses: (\d+)/) || 0,
  };
}

function milliseconds(match: RegExpExecArray | null): number {
  const value = Number(match?.[1] ?? Number.NaN);
  const scale = { us: 0.001, ms: 1, s: 1000 }[match?.[2] ?? 'ms'] ?? 1;
  return value * scale;
}
