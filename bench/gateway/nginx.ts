import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Served, stopChild } from './process.ts';

/** nginx with one worker: as the upstream (answers 200 with three bytes), or as a plain reverse proxy to `upstreamPort`. */
export async function startNginx(nginx: string, upstreamPort: number | null): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-nginx-'));
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, configOf(folder, port, upstreamPort));
  const child = spawn(nginx, ['-c', config, '-p', folder, '-e', join(folder, 'error.log')], {
    stdio: 'ignore',
  });
  await reachable(port);
  const master = child.pid ?? 0;
  const workers = readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ');
  return {
    port,
    pid: Number(workers[0]),
    async stop() {
      await stopChild(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(folder: string, port: number, upstreamPort: number | null): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder};`,
  );
  const answer =
    upstreamPort === null
      ? 'return 200 "ok\\n";'
      : 'proxy_pass http://back; proxy_http_version 1.1; proxy_set_header Connection "";';
  return [
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log crit;`,
    'events { worker_connections 1024; }',
    `http { access_log off; ${temporary.join(' ')} client_body_buffer_size 256k; keepalive_requests 1000000000;`,
    upstreamPort === null
      ? ''
      : `upstream back { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 1000000000; }`,
    `server { listen 127.0.0.1:${port}; location / { ${answer} } } }`,
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nginx did not begin to listen at ${port}`);
}
