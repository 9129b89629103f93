import type { Row, Rows } from './rows.ts';
import type { VerdictDifference, WafVerdict } from './verdict.ts';

/** What both engines said at one paranoia level. */
export interface LevelVerdicts {
  readonly paranoia: number;
  readonly theirs: readonly WafVerdict[];
  readonly ours: readonly WafVerdict[];
  readonly differences: readonly VerdictDifference[];
}

/** One table of all levels. */
export function formatTables(levels: readonly Rows[]): readonly string[] {
  return [
    '| level | request | bytes | libmodsecurity | same | fresh | ratio same | ratio fresh | goal | met | floor |',
    '|---:|---|---:|---:|---:|---:|---:|---:|---:|---|---:|',
    ...levels.flatMap(({ paranoia, rows }) => rows.map((row) => formatRow(paranoia, row))),
  ];
}

function formatRow(paranoia: number, row: Row): string {
  const { ratio, freshRatio, goal } = row;
  const cells = [
    paranoia,
    row.request,
    row.bytes,
    row.peerUs,
    row.cpuUs.toFixed(1),
    row.freshUs.toFixed(1),
    ratio.toFixed(1),
    freshRatio.toFixed(1),
    goal,
    ratio < goal ? 'no' : freshRatio < goal ? 'not fresh' : 'yes',
    row.floorUs.toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The rules that matched, of both engines; those that matched in all of them, which only set up the rule set, once. */
export function formatVerdicts(levels: readonly LevelVerdicts[]): readonly string[] {
  const all = levels.flatMap(({ theirs, ours }) => [...theirs, ...ours]);
  const [first] = all;
  const common = (first?.ruleIds ?? []).filter((id) => all.every(({ ruleIds }) => ruleIds.includes(id)));
  const shown = ({ blocked, ruleIds }: WafVerdict) =>
    `${blocked ? 'blocked' : 'passed'}: ${ruleIds.filter((id) => !common.includes(id)).join(' ') || 'no more'}`;
  return [
    '',
    `Rules that matched, silent ones included. In each case: ${common.join(' ')}. Beside them:`,
    '',
    ...levels.flatMap(({ paranoia, theirs, ours }) =>
      ours.flatMap((own, at) => {
        const peer = theirs[at];
        const head = `- level ${paranoia}, ${own.request}`;
        return [
          `${head}, libmodsecurity ${peer === undefined ? '-' : shown(peer)}`,
          `${head}, ours ${shown(own)}`,
        ];
      }),
    ),
  ];
}

/** Why nothing was timed. */
export function formatDifferences(differences: readonly VerdictDifference[]): readonly string[] {
  return [
    '',
    'Not timed, because the engines differ:',
    ...differences.map(
      ({ paranoia, request, theirs, ours, blocked }) =>
        `- level ${paranoia}, ${request}: libmodsecurity alone ${theirs.join(' ') || '-'}; we alone ${ours.join(' ') || '-'}${blocked ? '; one blocks, the other does not' : ''}`,
    ),
  ];
}
