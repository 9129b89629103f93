import { join } from 'node:path';
import { readAttackFacts } from '../../shield/adapters/actors/index.ts';
import { buildIncidence } from '../../shield/attribute/knowledge/incidence.ts';
import { dayOfYear } from '../../shield/attribute/knowledge/reference-day.ts';
import type { Benchmark } from '../benchmark.ts';
import { type Answer, answerAll } from './measure.ts';
import { type Share, shareRight } from './share.ts';

const FACTS = join(import.meta.dirname, '../../content/attack/attack.json');

const ROWS = [
  { measure: 'top-1, report left out', sight: 'left-out', portion: 'all', baseline: 64, goal: 70 },
  { measure: 'top-1, past only', sight: 'past', portion: 'all', baseline: 54, goal: 60 },
  { measure: 'top-1, 5 techniques seen', sight: 'left-out', portion: 5, baseline: 43, goal: 48 },
  { measure: 'top-1, 10 techniques seen', sight: 'left-out', portion: 10, baseline: 52, goal: 57 },
] as const;

/** `--facts FILE` (default: `content/attack`), `--from YEAR`: fit on references before it, ask those from it; `--json`. */
export const benchmark: Benchmark = {
  about: 'attribution: who is behind a report, when the report itself is not known',
  async run(args) {
    const from = settingOf(args, '--from');
    if (from !== null && !/^\d{4}$/.test(from)) throw new Error(`--from takes a year, not ${from}`);
    const facts = await readAttackFacts(settingOf(args, '--facts') ?? FACTS);
    const answers = answerAll(buildIncidence(facts), from === null ? null : dayOfYear(Number(from)));
    const rows = ROWS.map((row) => ({ ...row, share: shareRight(answers.filter((one) => isOf(one, row))) }));
    const data = { source: facts.source, from, rows };
    return { report: args.includes('--json') ? JSON.stringify(data, null, 2) : table(rows), data };
  },
};

/** `--name VALUE` or `--name=VALUE`; null where it is not given. Throws where the value is missing. */
function settingOf(args: readonly string[], name: string): string | null {
  const place = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (place === -1) return null;
  const value = args[place] === name ? args[place + 1] : args[place]?.slice(name.length + 1);
  if (value === undefined || value === '' || value.startsWith('--')) throw new Error(`${name} takes a value`);
  return value;
}

function isOf(answer: Answer, row: (typeof ROWS)[number]): boolean {
  return answer.sight === row.sight && answer.portion === row.portion;
}

function table(rows: readonly ((typeof ROWS)[number] & { readonly share: Share | null })[]): string {
  return [
    'Top-1 only: open world, calibration and decoys are not measured here yet. Intervals: 95 %, by bootstrap over reports.',
    '',
    '| measure | reports | baseline | goal | here |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(({ measure, baseline, goal, share }) => {
      const here =
        share === null
          ? 'no reports'
          : `${share.percent.toFixed(1)} % (${share.low.toFixed(1)} to ${share.high.toFixed(1)})`;
      return `| ${measure} | ${share?.reports ?? 0} | ${baseline} % | ≥ ${goal} % | ${here} |`;
    }),
  ].join('\n');
}
