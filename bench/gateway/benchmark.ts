import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, BenchmarkResult } from '../benchmark.ts';
import { contestants, startUpstream } from './contestants.ts';
import type { BenchRequest } from './load.ts';
import { type ModSecurityFigures, measureModSecurity } from './modsecurity.ts';
import { findTool } from './process.ts';
import { measureRounds, type Row } from './rounds.ts';

const PEERS = join(import.meta.dirname, '../../../shared/peers');
const CONNECTIONS = 16;

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  /** Path of a module that exports `createGuard(): Promise<RequestGuard>`. */
  readonly guard: string;
}

export const benchmark: Benchmark = {
  about: 'the gateway beside nginx, bare undici dispatch, and nginx with libmodsecurity',
  async run(args) {
    const options = optionsOf(args);
    const notes: string[] = [];
    const wrk = findTool('wrk');
    if (wrk === null) return { report: 'Not run: wrk is missing (apt-get install wrk).', data: null };
    const rows = await measureProxies(wrk, options, (note) => notes.push(note));
    const peer = await measureModSecurity(join(PEERS, 'modsecurity/run.sh'), options.seconds);
    if (typeof peer === 'string') notes.push(peer);
    const modSecurity = typeof peer === 'string' ? [] : peer;
    return resultOf({ rows, modSecurity, notes, options });
  },
};

function optionsOf(args: readonly string[]): Options {
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  return {
    seconds: Number(value('seconds') ?? 3),
    rounds: Number(value('rounds') ?? 3),
    guard: value('guard') ?? join(import.meta.dirname, 'crs-guard.ts'),
  };
}

async function measureProxies(
  wrk: string,
  options: Options,
  note: (text: string) => void,
): Promise<readonly Row[]> {
  const nginx = findTool('nginx');
  if (nginx === null) {
    note('nginx is missing (apt-get install nginx-core): it is not compared, and the upstream is Node.');
  }
  const upstream = await startUpstream(nginx);
  try {
    return await measureRounds(contestants(nginx, options.guard), {
      wrk,
      upstreamPort: upstream.port,
      requests: requests(),
      rounds: options.rounds,
      seconds: options.seconds,
      connections: CONNECTIONS,
      leftOut: note,
    });
  } finally {
    await upstream.stop();
  }
}

/** The requests of the peers where they are at hand, so that all engines get the same bytes. */
function requests(): readonly BenchRequest[] {
  const bare: BenchRequest = {
    name: 'bare',
    method: 'GET',
    path: '/',
    headers: [['Host', 'portal.example.gov']],
    body: '',
  };
  const path = join(PEERS, 'requests.json');
  if (!existsSync(path)) return [bare];
  const shared: readonly BenchRequest[] = JSON.parse(readFileSync(path, 'utf8'));
  return [bare, ...shared];
}

interface Measured {
  readonly rows: readonly Row[];
  readonly modSecurity: readonly ModSecurityFigures[];
  readonly notes: readonly string[];
  readonly options: Options;
}

function resultOf({ rows, modSecurity, notes, options }: Measured): BenchmarkResult {
  const { seconds, rounds } = options;
  const report = [
    `wrk, 1 thread, ${CONNECTIONS} kept-alive connections, ${rounds} rounds of ${seconds} s in turn, medians; upstream: 3-byte answer. CPU is that of the proxy's process alone, all threads, a request.`,
    '',
    '| proxy | request | CPU µs | requests/s | p50 ms | p99 ms | blocked |',
    '|---|---|---:|---:|---:|---:|---|',
    ...rows.map(formatRow),
    ...formatPeer(modSecurity),
    ...notes.map((note) => `\nNote: ${note}`),
  ].join('\n');
  return { report, data: { seconds, rounds, connections: CONNECTIONS, rows, modSecurity, notes } };
}

function formatRow({ contestant, request, cpuUs, requestsPerSecond, p50Ms, p99Ms, refused }: Row): string {
  const cells = [cpuUs.toFixed(1), Math.round(requestsPerSecond), p50Ms.toFixed(2), p99Ms.toFixed(2)];
  return `| ${contestant} | ${request} | ${cells.join(' | ')} | ${refused > 0 ? 'yes' : 'no'} |`;
}

function formatPeer(figures: readonly ModSecurityFigures[]): readonly string[] {
  if (figures.length === 0) return [];
  return [
    '',
    'nginx + libmodsecurity (`../shared/peers/modsecurity/run.sh`): CPU µs a request above bare nginx, paranoia level 1.',
    '',
    '| rules | request | CPU µs above bare | bare nginx |',
    '|---|---|---:|---:|',
    ...figures.map((row) => `| ${row.rules} | ${row.request} | ${row.us_per_request} | ${row.bare_us} |`),
  ];
}
