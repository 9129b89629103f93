import { loadMappings, loadSigma } from '@dejfa/sigma';
import type { Benchmark } from '../benchmark.ts';
import { runHunts } from './hunts.ts';
import { type Lane, readLanes } from './lanes.ts';
import { comparePeers } from './peers.ts';
import {
  formatHunts,
  formatLanes,
  formatPeers,
  formatStarts,
  formatTextLanes,
  formatThreads,
} from './report.ts';
import { mappingFiles, ruleFiles } from './rules.ts';
import { measureStarts } from './start-up.ts';
import { timeTextLanes } from './text-lanes.ts';
import { timeThreads } from './threads.ts';
import { type LaneRules, timeLane } from './time-lane.ts';

const TEXT_TURNS = 5;

/**
 * `--turns=N` (default 12): how often each twentieth of a lane is parsed and scanned, after as many scans. `--lanes`,
 * `--text`, `--start`, `--hunt`, `--peers`, `--threads`: only that; without any of them all but threads, which need a
 * machine with two cores to themselves.
 */
export const benchmark: Benchmark = {
  about:
    'Sigma: the scan of JSON lines, logs of text, start, memory and hunts, beside floors, the plain engine and peers',
  async run(args) {
    const turns = Number(args.find((arg) => arg.startsWith('--turns='))?.slice('--turns='.length) ?? 12);
    const asked = PARTS.filter((part) => args.includes(`--${part}`));
    const chosen: readonly string[] = asked.length > 0 ? asked : PARTS.filter((part) => part !== 'threads');
    const { engine, counts } = loadSigma(ruleFiles());
    const { mappings } = loadMappings(mappingFiles());
    const bench = { rules: { engine, mappings }, lanes: await readLanes(), turns };
    const reports = [`${counts.loaded} rules.`];
    const data: Record<string, unknown> = { rules: counts.loaded };
    for (const part of chosen.filter(isPart)) {
      const { report, figures } = await RUNS[part](bench);
      reports.push(report);
      data[part] = figures;
    }
    return { report: reports.join('\n\n'), data };
  },
};

const PARTS = ['lanes', 'text', 'start', 'hunt', 'peers', 'threads'] as const;

type PartName = (typeof PARTS)[number];

function isPart(name: string): name is PartName {
  return PARTS.some((part) => part === name);
}

interface Bench {
  readonly rules: LaneRules;
  readonly lanes: readonly Lane[];
  readonly turns: number;
}

interface PartResult {
  readonly report: string;
  readonly figures: unknown;
}

const RUNS = {
  lanes: ({ lanes, rules, turns }) => {
    const figures = lanes.map((lane) => timeLane(lane, rules, turns));
    return { report: formatLanes(figures), figures };
  },
  text: async ({ rules }) => {
    const figures = await timeTextLanes(rules, TEXT_TURNS);
    return { report: formatTextLanes(figures), figures };
  },
  start: ({ lanes: [first] }) => {
    if (first === undefined) throw new Error('there are no lanes');
    const figures = measureStarts(first);
    return { report: formatStarts(figures), figures };
  },
  hunt: () => {
    const figures = runHunts();
    return { report: formatHunts(figures), figures };
  },
  peers: ({ lanes, rules, turns }) => {
    const figures = comparePeers(lanes, rules, turns);
    return { report: formatPeers(figures), figures };
  },
  threads: async ({ lanes }) => {
    const figures = [];
    for (const lane of lanes.slice(0, 3)) figures.push(await timeThreads(lane));
    return { report: formatThreads(figures), figures };
  },
} as const satisfies Record<PartName, (bench: Bench) => PartResult | Promise<PartResult>>;
