import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, BenchmarkResult } from '../benchmark.ts';
import { type BenchRequest, type LoadFigures, measureLoad } from './load.ts';
import { type ModSecurityFigures, measureModSecurity } from './modsecurity.ts';
import { startNginx } from './nginx.ts';
import { findTool, type Served, startScript } from './process.ts';

const SHARED = join(import.meta.dirname, '../../../shared/peers');
const CONNECTIONS = 16;

/** Something that stands between the load and the upstream. */
interface Contestant {
  readonly name: string;
  start(upstreamPort: number): Promise<Served>;
}

interface Row extends LoadFigures {
  readonly contestant: string;
  readonly request: string;
}

interface Options {
  readonly seconds: number;
  /** Path of a module that exports `createGuard`. */
  readonly guard: string;
}

export const benchmark: Benchmark = {
  about: 'the gateway beside nginx, bare undici dispatch, and nginx with libmodsecurity',
  async run(args) {
    const options = optionsOf(args);
    const notes: string[] = [];
    const wrk = findTool('wrk');
    if (wrk === null)
      return { report: 'Not run: wrk is missing (apt-get install wrk).', data: { missing: ['wrk'] } };
    const nginx = findTool('nginx');
    if (nginx === null)
      notes.push(
        'nginx is missing (apt-get install nginx-core): the upstream is Node, and nginx is not compared.',
      );
    const rows = await measureAll({ wrk, nginx, options, notes });
    const modSecurity = await measureModSecurity(join(SHARED, 'modsecurity/run.sh'), options.seconds);
    if (typeof modSecurity === 'string') notes.push(modSecurity);
    return resultOf(rows, typeof modSecurity === 'string' ? [] : modSecurity, { notes, options });
  },
};

function optionsOf(args: readonly string[]): Options {
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  return {
    seconds: Number(value('seconds') ?? 5),
    guard: value('guard') ?? join(import.meta.dirname, 'crs-guard.ts'),
  };
}

interface Means {
  readonly wrk: string;
  readonly nginx: string | null;
  readonly options: Options;
  readonly notes: string[];
}

async function measureAll({ wrk, nginx, options, notes }: Means): Promise<readonly Row[]> {
  const script = (name: string) => join(import.meta.dirname, name);
  const contestants: Contestant[] = [
    {
      name: 'undici dispatch alone (floor)',
      start: (port) => startScript(script('serve-floor.ts'), [String(port)]),
    },
    {
      name: 'dejfa gateway, rules off',
      start: (port) => startScript(script('serve-gateway.ts'), [String(port)]),
    },
    {
      name: 'dejfa gateway, rules on',
      start: (port) => startScript(script('serve-gateway.ts'), [String(port), options.guard]),
    },
  ];
  if (nginx !== null)
    contestants.unshift({ name: 'nginx, plain proxy', start: (port) => startNginx(nginx, port) });
  const upstream =
    nginx === null ? await startScript(script('serve-upstream.ts'), []) : await startNginx(nginx, null);
  const rows: Row[] = [];
  try {
    for (const contestant of contestants) {
      try {
        rows.push(...(await measureOne(wrk, contestant, { upstream, seconds: options.seconds })));
      } catch (error) {
        notes.push(
          `${contestant.name} was not measured: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  } finally {
    await upstream.stop();
  }
  return rows;
}

async function measureOne(
  wrk: string,
  contestant: Contestant,
  { upstream, seconds }: { readonly upstream: Served; readonly seconds: number },
): Promise<readonly Row[]> {
  const served = await contestant.start(upstream.port);
  const rows: Row[] = [];
  try {
    for (const request of requests()) {
      const figures = await measureLoad(wrk, served, { request, seconds, connections: CONNECTIONS });
      rows.push({ contestant: contestant.name, request: request.name, ...figures });
    }
  } finally {
    await served.stop();
  }
  return rows;
}

/** The requests of the peers where they are at hand, so that all engines get the same bytes. */
function requests(): readonly BenchRequest[] {
  const bare = {
    name: 'bare',
    method: 'GET',
    path: '/',
    headers: [['Host', 'portal.example.gov']],
    body: '',
  } as const;
  const path = join(SHARED, 'requests.json');
  if (!existsSync(path)) return [bare];
  const shared: readonly BenchRequest[] = JSON.parse(readFileSync(path, 'utf8'));
  return [bare, ...shared];
}

function resultOf(
  rows: readonly Row[],
  modSecurity: readonly ModSecurityFigures[],
  { notes, options }: { readonly notes: readonly string[]; readonly options: Options },
): BenchmarkResult {
  const table = rows.map(
    (row) =>
      `| ${row.contestant} | ${row.request} | ${row.cpuUs.toFixed(1)} | ${Math.round(row.requestsPerSecond)} | ${row.p50Ms.toFixed(2)} | ${row.p99Ms.toFixed(2)} | ${row.refused > 0 ? 'yes' : 'no'} |`,
  );
  const peers = modSecurity.map(
    (row) => `| ${row.rules} | ${row.request} | ${row.us_per_request} | ${row.bare_us} |`,
  );
  const report = [
    `wrk, 1 thread, ${CONNECTIONS} kept-alive connections, ${options.seconds} s each after 1 s of warming; upstream: nginx, 3-byte answer. CPU is that of the proxy's process alone, all threads, a request.`,
    '',
    '| proxy | request | CPU µs | requests/s | p50 ms | p99 ms | blocked |',
    '|---|---|---:|---:|---:|---:|---|',
    ...table,
    '',
    ...(peers.length === 0
      ? []
      : [
          'nginx + libmodsecurity (`../shared/peers/modsecurity/run.sh`): CPU µs a request above bare nginx, paranoia level 1.',
          '',
          '| rules | request | CPU µs above bare | bare nginx |',
          '|---|---|---:|---:|',
          ...peers,
          '',
        ]),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
  return { report, data: { seconds: options.seconds, connections: CONNECTIONS, rows, modSecurity, notes } };
}
