import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopChild } from '../gateway/process.ts';
import { modSecurityConfiguration } from './configuration.ts';
import { readDebugLog } from './debug-log.ts';
import { type WafRequest, wireBytes } from './requests.ts';
import type { WafVerdict } from './verdict.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so';

/**
 * What nginx with libmodsecurity says of each request, with the rules and settings of the peer's own script. Sent one
 * by one over loopback; what matched is read from the debug log.
 */
export async function peerVerdicts(
  nginx: string,
  paranoia: number,
  requests: readonly WafRequest[],
): Promise<readonly WafVerdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-waf-'));
  try {
    const [port, upstreamPort] = [await freePort(), await freePort()];
    writeFiles(folder, { paranoia, port, upstreamPort });
    const child = spawn(nginx, ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', join(folder, 'err')], {
      stdio: 'ignore',
    });
    try {
      const statuses: number[] = [];
      for (const request of requests) statuses.push(await statusOf(port, wireBytes(request)));
      await pause(200);
      return verdictsOf(requests, statuses, readFileSync(join(folder, 'debug.log'), 'latin1'));
    } finally {
      await stopChild(child);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdictsOf(
  requests: readonly WafRequest[],
  statuses: readonly number[],
  log: string,
): readonly WafVerdict[] {
  const matched = readDebugLog(log);
  if (matched.length !== requests.length) {
    throw new Error(`the debug log tells of ${matched.length} transactions, not of ${requests.length}`);
  }
  return requests.map(({ name }, at) => ({
    request: name,
    blocked: statuses[at] === 403,
    ruleIds: matched[at] ?? [],
  }));
}

interface Ports {
  readonly paranoia: number;
  readonly port: number;
  readonly upstreamPort: number;
}

function writeFiles(folder: string, { paranoia, port, upstreamPort }: Ports): void {
  const work = join(folder, 'work');
  mkdirSync(work);
  // The worker of nginx is another user where the benchmark is run by root.
  for (const path of [folder, work]) chmodSync(path, 0o777);
  const extra = [
    `SecDebugLog ${folder}/debug.log`,
    'SecDebugLogLevel 4',
    `SecTmpDir ${work}`,
    `SecDataDir ${work}`,
    '',
  ].join('\n');
  writeFileSync(join(folder, 'rules.conf'), modSecurityConfiguration(paranoia, extra));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${work};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    [
      `load_module ${MODULE};`,
      `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/err crit;`,
      'events { worker_connections 64; }',
      `http { access_log off; ${temporary.join(' ')} client_body_buffer_size 256k;`,
      `server { listen 127.0.0.1:${upstreamPort}; location / { return 200 "ok\\n"; } }`,
      `server { listen 127.0.0.1:${port}; modsecurity on; modsecurity_rules_file ${folder}/rules.conf;`,
      `location / { proxy_pass http://127.0.0.1:${upstreamPort}; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
    ].join('\n'),
  );
}

/** Sends the bytes once the server listens; the status of the answer. */
async function statusOf(port: number, bytes: Buffer): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await answerOf(port, bytes);
    if (answer !== null) return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
    await pause(100);
  }
  throw new Error('nginx with libmodsecurity did not begin to listen');
}

function answerOf(port: number, bytes: Buffer): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', () => resolve(null));
    socket.on('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1'));
    });
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
