import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IIS_HEADER } from './day/intrusion.ts';
import { DAY_MS, recordedDay } from './day/recorded-day.ts';
import type { RecordedRequest, Step } from './day/step.ts';

export interface ReplayOptions {
  /** Port of the gateway on 127.0.0.1. */
  readonly gatewayPort: number;
  /** Folder that the simulated machines write their logs to; emptied at the beginning. */
  readonly logFolder: string;
  readonly signal: AbortSignal;
}

/** Makes the log folder with empty logs, so that a source can follow them from their beginning. */
export async function prepareLogs(logFolder: string): Promise<void> {
  await rm(logFolder, { recursive: true, force: true });
  await mkdir(logFolder, { recursive: true });
  await writeFile(join(logFolder, 'sharepoint-01.iis.log'), `${IIS_HEADER}\n`);
  await writeFile(join(logFolder, 'sharepoint-01.windows.jsonl'), '');
}

/**
 * Replays the recorded day again and again until the signal: requests go through the gateway as from a trusted proxy,
 * log lines are appended as the machines would. A request that fails is a visitor turned away, not a fault.
 */
export async function replayDay({ gatewayPort, logFolder, signal }: ReplayOptions): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const day = recordedDay();
  try {
    while (!signal.aborted) await replayOnce(day, { gatewayPort, logFolder, signal, agent });
  } finally {
    agent.destroy();
  }
}

async function replayOnce(
  day: readonly Step[],
  options: ReplayOptions & { readonly agent: Agent },
): Promise<void> {
  const { gatewayPort, logFolder, signal, agent } = options;
  const beginMs = Date.now();
  for (const step of day) {
    await pause(beginMs + step.atMs - Date.now(), signal);
    if (signal.aborted) return;
    if (step.kind === 'request') send(step.request, { port: gatewayPort, agent });
    else await appendFile(join(logFolder, step.log.file), `${step.log.line(new Date())}\n`);
  }
  await pause(beginMs + DAY_MS - Date.now(), signal);
}

function send(
  recorded: RecordedRequest,
  { port, agent }: { readonly port: number; readonly agent: Agent },
): void {
  const { from, method, target, headers, body } = recorded;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const request = httpRequest({
    agent,
    host: '127.0.0.1',
    port,
    method,
    path: target,
    headers: { host: 'portal.demo.invalid', ...headers, ...length, 'x-forwarded-for': from },
  });
  request.on('response', (response) => response.resume());
  request.on('error', () => {});
  request.end(body);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}
