import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMapping, type SigmaEvent } from '@dejfa/sigma';
import type { Lane } from './lanes.ts';
import { RULES } from './rules.ts';
import type { LaneRules } from './time-lane.ts';
import { drain, median, timeOf } from './times.ts';

/** Another engine over the same lines with the same rules; or why there is no figure of it. */
export type PeerFigures =
  | PeerRun
  | { readonly kind: 'missing'; readonly peer: string; readonly reason: string };

/** Hits are counted by rule and line; times are microseconds a line on one core, starts taken off. */
export interface PeerRun {
  readonly kind: 'run';
  readonly peer: string;
  readonly records: number;
  readonly rules: string;
  readonly hits: number;
  readonly ourHits: number;
  readonly same: number;
  readonly onlyTheirs: number;
  readonly onlyOurs: number;
  readonly us: number;
  readonly ourUs: number;
}

/** Rules of one category are given to both, since engines route records to log sources in ways of their own. */
const CATEGORY = 'process_creation';
/** Copies of the lane in the file that is timed, so that it takes long enough beside the start. */
const COPIES = 10;
const RUNS = 3;
/** By this field hits are led back to their lines. */
const NUMBER_FIELD = 'BenchLine';

/** Compares with the engines that are on the machine, named by `RSIGMA` and `HAYABUSA` or found on the path. */
export function comparePeers(
  lanes: readonly Lane[],
  rules: LaneRules,
  turns: number,
): readonly PeerFigures[] {
  const lane = lanes.find(({ name }) => name.includes('process creation'));
  const rsigma = programOf('RSIGMA', 'rsigma');
  const figures: PeerFigures[] = [];
  if (lane === undefined || rsigma === null) figures.push(missing('rsigma', 'RSIGMA'));
  else figures.push(...compareRsigma(rsigma, lane, { rules, turns }));
  const hayabusa = programOf('HAYABUSA', 'hayabusa');
  const reason =
    'found, but not run: it takes rules in a form of its own, so there are no equal hits to compare first';
  figures.push(
    hayabusa === null ? missing('Hayabusa', 'HAYABUSA') : { kind: 'missing', peer: 'Hayabusa', reason },
  );
  return figures;
}

function missing(peer: string, variable: string): PeerFigures {
  return {
    kind: 'missing',
    peer,
    reason: `not on this machine (neither on the path nor named by ${variable})`,
  };
}

/** Path of a program, or null. */
function programOf(variable: string, name: string): string | null {
  const named = process.env[variable];
  if (named !== undefined && named !== '') return named;
  const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Ways to run it that its manual offers; each is measured. */
const RSIGMA_WAYS = [
  { name: 'as it comes', flags: [] },
  { name: 'with --cross-rule-ac', flags: ['--cross-rule-ac'] },
  { name: 'with --bloom-prefilter', flags: ['--bloom-prefilter'] },
] as const;

interface PeerBench {
  readonly rules: LaneRules;
  readonly turns: number;
}

function compareRsigma(program: string, lane: Lane, bench: PeerBench): readonly PeerRun[] {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-'));
  try {
    const peer = makePeerFiles(folder, lane, bench.rules);
    const [version = ''] = execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n');
    const ours = ourHits(peer.events, bench.rules);
    const ourUs = timeOurs(peer.events, bench);
    return RSIGMA_WAYS.flatMap(({ name, flags }) => {
      const args = ['engine', 'eval', '--rules', peer.rules, ...flags];
      const run = (events: string, more: readonly string[], into: string) =>
        spawnInto(program, [...args, ...more, '--event', `@${events}`], into);
      if (run(peer.one, [], join(folder, 'out')) === null) return [];
      run(peer.few, ['--include-event'], join(folder, 'hits'));
      const theirs = readHits(join(folder, 'hits'));
      const wholeMs = least(() => run(peer.many, [], join(folder, 'out')));
      const startMs = least(() => run(peer.one, [], join(folder, 'out')));
      const us = ((wholeMs - startMs) * 1000) / (peer.events.length * COPIES);
      const figures = { peer: `${version} ${name}`, records: peer.events.length, rules: CATEGORY, us, ourUs };
      return [{ kind: 'run', ...figures, ...compare(theirs, ours) }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface PeerFiles {
  readonly rules: string;
  /** Events as our mappings make them, so that both see the same names of fields. */
  readonly events: readonly SigmaEvent[];
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

function makePeerFiles(folder: string, lane: Lane, { mappings }: LaneRules): PeerFiles {
  const rules = join(folder, 'rules');
  cpSync(join(RULES, 'windows', CATEGORY), rules, { recursive: true });
  const events = lane.lines.map((line, at): SigmaEvent => {
    const fields = { ...(JSON.parse(line) as SigmaEvent['fields']), [NUMBER_FIELD]: at };
    const { fields: mapped } = applyMapping(mappings, { ...lane.logsource, fields });
    return { logsource: { product: 'windows', category: CATEGORY }, fields: mapped };
  });
  const text = `${events.map(({ fields }) => JSON.stringify(fields)).join('\n')}\n`;
  const files = {
    one: join(folder, 'one.ndjson'),
    few: join(folder, 'few.ndjson'),
    many: join(folder, 'many.ndjson'),
  };
  writeFileSync(files.one, text.slice(0, text.indexOf('\n') + 1));
  writeFileSync(files.few, text);
  writeFileSync(files.many, text.repeat(COPIES));
  return { rules, events, ...files };
}

/** Milliseconds of a run on one core; null where the program says that it cannot. */
function spawnInto(program: string, args: readonly string[], into: string): number | null {
  const out = openSync(into, 'w');
  try {
    const startedMs = performance.now();
    const env = { ...process.env, RAYON_NUM_THREADS: '1', TOKIO_WORKER_THREADS: '1' };
    const { status } = spawnSync('taskset', ['-c', '0', program, ...args], {
      stdio: ['ignore', out, 'ignore'],
      env,
    });
    return status === 0 ? performance.now() - startedMs : null;
  } finally {
    closeSync(out);
  }
}

function least(run: () => number | null): number {
  return Math.min(...Array.from({ length: RUNS }, () => run() ?? Number.NaN));
}

function readHits(path: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line.startsWith('{')) continue;
    const { rule_id: id, event } = JSON.parse(line) as {
      readonly rule_id?: string;
      readonly event?: Readonly<Record<string, unknown>>;
    };
    if (id !== undefined) found.add(`${id} ${String(event?.[NUMBER_FIELD])}`);
  }
  return found;
}

function ourHits(events: readonly SigmaEvent[], { engine }: LaneRules): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) =>
      engine
        .evaluate(event)
        .filter(({ rule }) => rule.logsource.category === CATEGORY && rule.logsource.product === 'windows')
        .map(({ rule }) => `${rule.id} ${String(event.fields[NUMBER_FIELD])}`),
    ),
  );
}

/** The scan of the same lines, by all rules of the log source. */
function timeOurs(events: readonly SigmaEvent[], { rules: { engine, mappings }, turns }: PeerBench): number {
  const logsource = { product: 'windows', category: CATEGORY };
  const scanner = engine.createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  const bytes = Buffer.from(events.map(({ fields }) => JSON.stringify(fields)).join('\n'));
  for (let turn = 0; turn < turns; turn += 1) drain(scanner.scan(bytes));
  const times = Array.from({ length: turns }, () => timeOf(() => drain(scanner.scan(bytes))));
  return (median(times) * 1000) / events.length;
}

function compare(
  theirs: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): Pick<PeerRun, 'hits' | 'ourHits' | 'same' | 'onlyTheirs' | 'onlyOurs'> {
  const same = [...theirs].filter((hit) => ours.has(hit)).length;
  const [hits, all] = [theirs.size, ours.size];
  return { hits, ourHits: all, same, onlyTheirs: hits - same, onlyOurs: all - same };
}
