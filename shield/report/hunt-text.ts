import { formatMatrix } from './attack-matrix-text.ts';
import type { MatrixColumn } from './attack-tactics.ts';
import { formatCoverage, type HuntCoverage } from './hunt-coverage.ts';
import type { HostFinding, HuntFile, HuntFindings, RuleFinding } from './hunt-findings.ts';
import type { HuntRun } from './hunt-lines.ts';
import { formatTimeline, minuteText } from './hunt-timeline-text.ts';
import { LEVEL_STYLES } from './level-style.ts';
import { formatTable, type TableOptions } from './terminal-table.ts';
import { escapeLine, paint } from './terminal-text.ts';

/** Files named one by one; the others are counted. */
const FILES_NAMED = 40;

const EXAMPLE_CHARACTERS = 120;

/** Hosts named; the others are counted. */
const HOSTS_NAMED = 20;

/** What a hunt shows besides what it found. */
export interface HuntView extends TableOptions {
  readonly matrix: readonly MatrixColumn[];
  /** The whole timeline, not only the worst of it. */
  readonly allEpisodes: boolean;
  /** Null when it was not asked for. */
  readonly coverage: HuntCoverage | null;
}

/** What a hunt found and what it could not read, for people. */
export function formatHunt(findings: HuntFindings, run: HuntRun, view: HuntView): string {
  const rules = findings.rules();
  const parts = [
    rules.length === 0 ? 'No rule matched.\n' : rulesTable(rules, view),
    hostsTable(findings.hosts(), view),
    view.matrix.length === 0 ? '' : formatMatrix(view.matrix, view),
    rules.length === 0 ? '' : formatTimeline(findings.kept, view.allEpisodes, view),
    view.coverage === null ? '' : formatCoverage(view.coverage, view),
    problems(findings.files, view),
    plainText(findings.files),
    leftOut(findings),
    summary(findings, run),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function hostsTable(hosts: readonly HostFinding[], options: TableOptions): string {
  if (hosts.every(({ host }) => host === null)) return '';
  const more = hosts.length - HOSTS_NAMED;
  const at = (level: keyof HostFinding['levels']) => (finding: HostFinding) =>
    number(finding.levels[level] ?? 0);
  const table = formatTable(
    hosts.slice(0, HOSTS_NAMED),
    [
      { title: 'HOST', text: ({ host }) => host ?? '(none named)', shrinkTo: 16 },
      { title: 'CRITICAL', align: 'right', text: at('critical') },
      { title: 'HIGH', align: 'right', text: at('high') },
      { title: 'MEDIUM', align: 'right', text: at('medium') },
      { title: 'LOW', align: 'right', text: at('low') },
      { title: 'INFO', align: 'right', text: at('informational') },
      { title: 'RULES', align: 'right', text: ({ rules }) => number(rules) },
      { title: 'FIRST', text: ({ firstMs }) => minuteText(firstMs) },
      { title: 'LAST', text: ({ lastMs }) => minuteText(lastMs) },
    ],
    options,
  );
  return more > 0 ? `${table}and ${number(more)} more hosts\n` : table;
}

function rulesTable(rules: readonly RuleFinding[], options: TableOptions): string {
  return formatTable(
    rules,
    [
      { title: 'LEVEL', text: ({ level }) => level, style: ({ level }) => LEVEL_STYLES[level] },
      { title: 'HITS', align: 'right', text: ({ hits }) => number(hits) },
      { title: 'FILES', align: 'right', text: ({ files }) => number(files) },
      { title: 'RULE', text: ({ title }) => title, shrinkTo: 30 },
      { title: 'ATT&CK', text: ({ techniques }) => techniques.join(' '), shrinkTo: 9 },
      { title: 'FIRST', text: ({ firstMs }) => minuteText(firstMs) },
      { title: 'LAST', text: ({ lastMs }) => minuteText(lastMs) },
    ],
    options,
  );
}

/** Files that could not be read (to their end), and lines that could not be parsed, each with an example. */
function problems(files: readonly HuntFile[], options: TableOptions): string {
  const bad = files.filter((file) => file.error !== null || file.unparsed > 0);
  if (bad.length === 0) return '';
  const lines = bad.slice(0, FILES_NAMED).flatMap((file) => problemLines(file));
  const more = bad.length - FILES_NAMED;
  if (more > 0) lines.push(`  and ${number(more)} more: --json names them all`);
  return [paint('Not read, or not whole', 'bold', options.colour), ...lines]
    .map((line) => `${line}\n`)
    .join('');
}

function problemLines(file: HuntFile): readonly string[] {
  const name = escapeLine(file.member === null ? file.path : `${file.path}!${file.member}`);
  const lines = file.error === null ? [] : [`  ${name}: ${escapeLine(file.error)}`];
  if (file.error !== null && file.events > 0)
    lines.push(`    ${count(file.events, 'event')} read before that`);
  if (file.unparsed === 0) return lines;
  lines.push(`  ${name}: ${count(file.unparsed, 'line')} not parsed (${escapeLine(file.format)})`);
  for (const { reason, line } of file.examples)
    lines.push(`    ${escapeLine(reason)}: ${escapeLine(line.slice(0, EXAMPLE_CHARACTERS))}`);
  return lines;
}

/** Files without a known format are searched as text: said, because a rule for a log source cannot match there. */
function plainText(files: readonly HuntFile[]): string {
  const plain = files.filter((file) => file.format === 'text');
  if (plain.length === 0) return '';
  const names = plain.slice(0, 3).map((file) => escapeLine(file.member ?? file.path));
  const more = plain.length > names.length ? `, and ${number(plain.length - names.length)} more` : '';
  return `No log format recognised, read as plain text: ${names.join(', ')}${more}\n`;
}

/** Limits that were reached. */
function leftOut(findings: HuntFindings): string {
  const { late, letGo } = findings.uncorrelated;
  const { hits } = findings.totals();
  const shown = findings.kept.length;
  return [
    shown < hits
      ? `The timeline holds the first ${number(shown)} of ${number(hits)} hits; --json has them all`
      : '',
    letGo === 0 ? '' : `Correlation rules let go of ${count(letGo, 'event')}: there was no room to hold more`,
    late === 0 ? '' : `Correlation rules did not count ${count(late, 'event')} without a time, or too late`,
  ]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

function summary(findings: HuntFindings, run: HuntRun): string {
  const totals = findings.totals();
  const rejected = run.rulesRejected === 0 ? '' : `, ${number(run.rulesRejected)} rejected`;
  const left = run.filesLeft ?? 0;
  const partial =
    run.filesLeft === undefined ? '' : `Stopped: this is partial, ${count(left, 'file')} not begun\n`;
  return (
    `${partial}${count(totals.events, 'event')} of ${count(totals.files, 'file')} in ${run.seconds.toFixed(1)} s: ` +
    `${count(totals.hits, 'hit')} of ${count(findings.rules().length, 'rule')} ` +
    `(${number(run.rules)} loaded${rejected}); ${count(totals.unparsed, 'line')} not parsed, ` +
    `${count(totals.failedFiles, 'file')} not read whole\n`
  );
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
