// The gateway as a process of its own, for the benchmark: `node serve-gateway.ts UPSTREAM_PORT [GUARD_MODULE]`.
// A guard module exports `createGuard(): Promise<RequestGuard>`; without one every request passes. Prints the port.
import { resolve } from 'node:path';
import { createGateway } from '../../shield/adapters/gateway-http/index.ts';
import type { RequestGuard, Ruling } from '../../shield/ports/index.ts';

const PASS: Ruling = { kind: 'pass' };

const passGuard: RequestGuard = {
  begin: () => ({
    reference: '',
    wantsBody: false,
    head: () => PASS,
    append: () => false,
    body: () => PASS,
    refused: () => '',
    response: () => PASS,
    wantsResponseBody: false,
    appendResponse: () => false,
    responseBody: () => PASS,
    responseUnreadable: () => PASS,
    end: () => undefined,
  }),
  refused: () => '',
};

interface GuardModule {
  createGuard(): Promise<RequestGuard>;
}

async function loadGuard(path: string | undefined): Promise<RequestGuard> {
  if (path === undefined) return passGuard;
  const module: GuardModule = await import(resolve(path));
  return module.createGuard();
}

const [upstreamPort = '', guardModule] = process.argv.slice(2);
const minuteMs = 60_000;
const gateway = createGateway({
  listeners: [{ address: '127.0.0.1', port: 0 }],
  services: [
    {
      name: 'bench',
      hosts: [],
      upstream: `http://127.0.0.1:${upstreamPort}`,
      onInspectionError: 'open',
      bodyInspectionLimitBytes: 128 * 1024,
      responseInspectionLimitBytes: 512 * 1024,
      bodyLimitBytes: 100 * 1024 * 1024,
      timeoutsMs: { headers: minuteMs, body: minuteMs, idle: minuteMs, upstream: minuteMs },
    },
  ],
  guard: await loadGuard(guardModule),
  clock: { nowMs: () => Date.now() },
  trustedProxies: [],
});
const [listening] = await gateway.listen();
console.log(JSON.stringify({ port: listening?.port }));
process.on('SIGTERM', () => gateway.close(0).then(() => process.exit(0)));
