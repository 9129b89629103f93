import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createInspector } from '@dejfa/seclang';
import type { Benchmark, BenchmarkResult } from '../benchmark.ts';
import { findTool } from '../gateway/process.ts';
import { ACCEPTED, compareVerdicts } from './compare.ts';
import { loadBenchRules, RULES_FOLDER } from './configuration.ts';
import type { OwnFigures } from './figures.ts';
import { ownVerdict, prepareRequest } from './inspect.ts';
import { formatLoads, type LoadRows, measureLoads } from './measure-load.ts';
import { measurePeer, type PeerFigures } from './peer-figures.ts';
import { peerVerdicts } from './peer-verdicts.ts';
import { formatDifferences, formatTables, formatVerdicts, type LevelVerdicts } from './report.ts';
import { PEERS, readRequests } from './requests.ts';
import { type Rows, rowsOf } from './rows.ts';

interface Options {
  readonly rounds: number;
  readonly paranoia: readonly number[];
  readonly seconds: number;
}

/** `--rounds=N` (default 3), `--paranoia=1,4`, `--seconds=N` a request of the peer (default 3). */
export const benchmark: Benchmark = {
  about: 'inspection by the CRS beside libmodsecurity: CPU a request, verdicts equal',
  async run(args) {
    const options = optionsOf(args);
    const nginx = findTool('nginx');
    const missing = missingParts(nginx);
    if (nginx === null || missing.length > 0)
      return { report: `Not run: ${missing.join(', ')}.`, data: null };
    const verdicts: LevelVerdicts[] = [];
    for (const paranoia of options.paranoia) verdicts.push(await verdictsAt(nginx, paranoia));
    const differences = verdicts.flatMap(({ differences }) => differences);
    if (differences.length > 0) {
      const report = [...formatVerdicts(verdicts), ...formatDifferences(differences)].join('\n');
      return { report, data: { verdicts, differences } };
    }
    const loads = await measureLoads();
    return resultOf(options, { verdicts, loads, rows: await measureRounds(options) });
  },
};

function optionsOf(args: readonly string[]): Options {
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  return {
    rounds: Number(value('rounds') ?? 3),
    paranoia: (value('paranoia') ?? '1,4').split(',').map(Number),
    seconds: Number(value('seconds') ?? 3),
  };
}

function missingParts(nginx: string | null): readonly string[] {
  const missing: string[] = [];
  if (nginx === null) missing.push('nginx is missing (apt-get install nginx-core)');
  for (const tool of ['wrk', 'jq']) if (findTool(tool) === null) missing.push(`${tool} is missing`);
  if (!existsSync(RULES_FOLDER)) missing.push('the rules are missing (apt-get install modsecurity-crs)');
  if (!existsSync(PEERS)) missing.push('the peers are not beside this checkout');
  return missing;
}

async function verdictsAt(nginx: string, paranoia: number): Promise<LevelVerdicts> {
  const requests = readRequests();
  const inspector = createInspector(loadBenchRules(paranoia));
  const theirs = await peerVerdicts(nginx, paranoia, requests);
  const ours = requests.map((request) => ownVerdict(inspector, prepareRequest(request)));
  const differences = ours.flatMap((own, at) => {
    const peer = theirs[at];
    return peer === undefined ? [] : (compareVerdicts(paranoia, peer, own) ?? []);
  });
  return { paranoia, theirs, ours, differences };
}

/** Both engines in turn, so that what else goes on at the machine falls on both. */
async function measureRounds(options: Options): Promise<readonly Rows[]> {
  const rounds = options.paranoia.map((paranoia) => ({
    paranoia,
    peer: [] as (readonly PeerFigures[])[],
    own: [] as (readonly OwnFigures[])[],
  }));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { paranoia, peer, own } of rounds) {
      own.push(await timeOwn(paranoia));
      peer.push(await measurePeer(paranoia, options.seconds));
    }
  }
  return rounds.map(({ paranoia, peer, own }) => rowsOf(paranoia, peer, own));
}

const MS_EACH = 1_000;

async function timeOwn(paranoia: number): Promise<readonly OwnFigures[]> {
  const script = join(import.meta.dirname, 'time-inspections.ts');
  const args = [script, String(paranoia), String(MS_EACH)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

interface Measured {
  readonly verdicts: readonly LevelVerdicts[];
  readonly loads: LoadRows;
  readonly rows: readonly Rows[];
}

function resultOf({ rounds, seconds }: Options, { verdicts, loads, rows }: Measured): BenchmarkResult {
  const report = [
    `CPU µs that the inspection of one request costs, medians of ${rounds} rounds in turn. libmodsecurity: nginx with it above bare nginx (\`../shared/peers/modsecurity/run.sh\`, ${seconds} s a request). Ours: all of \`inspect\` in \`bench/waf/inspect.ts\`, in a process of its own; “same” sends the same bytes each time, so that our engine knows most values from before; “fresh” other argument values and cookies each time. The floor is one pass over the bytes of the request. The goal is stated for “same”; the ratio is shown for both.`,
    '',
    ...formatTables(rows),
    ...formatLoads(loads),
    ...formatVerdicts(verdicts),
    '',
    'Differences that are accepted, and why:',
    '',
    ...ACCEPTED.map(({ reason }) => `- ${reason}`),
  ].join('\n');
  return { report, data: { rounds, seconds, rows, loads, verdicts } };
}
