import type { Severity } from '../model/index.ts';
import type { HuntFile, HuntFindings, RuleFinding } from './hunt-findings.ts';
import type { HuntRun } from './hunt-lines.ts';
import { formatTable, type TableOptions } from './terminal-table.ts';
import { escapeLine, paint, type Style } from './terminal-text.ts';

const LEVEL_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'inverse',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'dim',
};

/** Files named one by one; the others are counted. */
const FILES_NAMED = 40;

const EXAMPLE_CHARACTERS = 120;

/** What a hunt found and what it could not read, for people. */
export function formatHunt(findings: HuntFindings, run: HuntRun, options: TableOptions): string {
  const rules = findings.rules();
  const parts = [
    rules.length === 0 ? 'No rule matched.\n' : rulesTable(rules, options),
    problems(findings.files, options),
    plainText(findings.files),
    summary(findings, run),
  ];
  return parts.filter((part) => part !== '').join('\n');
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
      { title: 'FIRST', text: ({ firstMs }) => minute(firstMs) },
      { title: 'LAST', text: ({ lastMs }) => minute(lastMs) },
    ],
    options,
  );
}

function minute(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
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

function summary(findings: HuntFindings, run: HuntRun): string {
  const totals = findings.totals();
  const rejected = run.rulesRejected === 0 ? '' : `, ${number(run.rulesRejected)} rejected`;
  return (
    `${count(totals.events, 'event')} of ${count(totals.files, 'file')} in ${run.seconds.toFixed(1)} s: ` +
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
