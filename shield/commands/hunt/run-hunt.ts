import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { coverage, FieldTally, type KeptRules, keepSigma, type SigmaLoadOptions } from '@dejfa/sigma';
import { attackMatrix, type MatrixColumn, tacticsOfTags } from '../../report/attack-tactics.ts';
import { formatCoverageLines, type HuntCoverage } from '../../report/hunt-coverage.ts';
import { CSV_HEAD, formatCsvLine } from '../../report/hunt-csv.ts';
import { HuntFindings } from '../../report/hunt-findings.ts';
import { formatHuntPage } from '../../report/hunt-html.ts';
import { formatFileLine, formatHitLine, formatSummaryLine, type HuntRun } from '../../report/hunt-lines.ts';
import { formatHunt } from '../../report/hunt-text.ts';
import { type CommandContext, EXIT } from '../context.ts';
import type { HuntRules } from '../hunt-rules.ts';
import { UserError } from '../user-error.ts';
import { readTechniqueFacts } from './attack-facts.ts';
import { findAll, type HuntEnd } from './find.ts';
import type { HuntOptions } from './hunt-options.ts';
import { openInputs } from './inputs.ts';
import { HuntProgress } from './progress.ts';
import { reportFaults, reportUnexcluded } from './rule-faults.ts';
import type { HuntSettings, HuntStep, RuleFacts } from './task.ts';

/** What a hunt was asked to do. */
export interface HuntOrder {
  readonly options: HuntOptions;
  readonly rules: HuntRules;
  /** Where rules are kept between hunts. */
  readonly cache: Pick<SigmaLoadOptions, 'cache'>;
  /** As the user named them. */
  readonly paths: readonly string[];
  /** Exit code of a hunt that was stopped. */
  readonly stoppedCode: number;
}

/** Runs one hunt and writes what it found; resolves with the exit code. */
export async function runHunt(context: CommandContext, order: HuntOrder): Promise<number> {
  const { options, paths } = order;
  const startedMs = context.clock.nowMs();
  const [findings, seen] = [new HuntFindings(), new FieldTally()];
  const isLines = options.output !== 'text';
  const progress = new HuntProgress(context.stderr, context.clock, !(isLines && context.stdout.isTerminal));
  if (options.htmlPath !== null) await writePage(context, options.htmlPath, '');
  progress.say('Loading rules');
  const kept = keepRules(order);
  const inputs = await openInputs(context, paths);
  const end = await findAll({
    context,
    settings: { ...settingsOf(options, startedMs), kept: kept.bytes, mappings: order.rules.mappings },
    named: inputs.named,
    threads: options.threads,
    progress,
    findings,
    seen,
    onStep: stepWriter(context, options),
    onRules: async (facts) => {
      progress.clear();
      reportFaults(context, [...order.rules.diagnostics, ...kept.diagnostics], facts);
      reportUnexcluded(context, options.excluded, facts);
      if (facts.counts.loaded + facts.correlations.length === 0)
        throw new UserError('no rule is left to hunt with', 'mend the rules, or name others with --rules');
      if (options.output === 'csv') context.stdout.write(CSV_HEAD);
    },
  }).finally(inputs.close);
  progress.clear();
  const seconds = (context.clock.nowMs() - startedMs) / 1000;
  await writeResults(context, order, { findings, seen, end, run: runOf(end, seconds), startedMs });
  return end.filesLeft === null ? exitCode(findings, paths) : order.stoppedCode;
}

function settingsOf(options: HuntOptions, receivedMs: number): Omit<HuntSettings, 'kept' | 'mappings'> {
  const { level, sinceMs, untilMs, zoneOffsetMinutes, coverage } = options;
  return { level, sinceMs, untilMs, zoneOffsetMinutes, coverage, receivedMs };
}

/** The rules as each thread opens them; where they were not kept before, they are read here. */
function keepRules({ options, rules, cache }: HuntOrder): KeptRules {
  const { pipelines, placeholders } = rules;
  const disabled = [...rules.disabled, ...options.excluded];
  return keepSigma(rules.rules, { pipelines, placeholders, disabled, ...cache });
}

function stepWriter({ stdout }: CommandContext, { output }: HuntOptions): (step: HuntStep) => void {
  if (output === 'text') return () => {};
  if (output === 'csv') return (step) => void (step.kind === 'hit' && stdout.write(formatCsvLine(step.hit)));
  return (step) => {
    const line =
      step.kind === 'hit' ? formatHitLine(step.hit) : step.kind === 'file' ? formatFileLine(step.file) : '';
    if (line !== '') stdout.write(line);
  };
}

interface HuntResults {
  readonly findings: HuntFindings;
  readonly seen: FieldTally;
  readonly end: HuntEnd;
  readonly run: HuntRun;
  readonly startedMs: number;
}

function runOf({ facts, filesLeft }: HuntEnd, seconds: number): HuntRun {
  const { loaded, rejected } = facts?.counts ?? { loaded: 0, rejected: 0 };
  const run = { rules: loaded, rulesRejected: rejected, seconds };
  return filesLeft === null ? run : { ...run, filesLeft };
}

async function writeResults(context: CommandContext, order: HuntOrder, results: HuntResults): Promise<void> {
  const { findings, run } = results;
  const { output, allEpisodes, htmlPath } = order.options;
  const isText = output === 'text';
  const matrix = isText || htmlPath !== null ? await matrixOf(context, results) : [];
  const { columns, colour } = context.stdout;
  const covered = order.options.coverage ? coverageOf(results) : null;
  if (isText)
    context.stdout.write(
      formatHunt(findings, run, { columns, colour, matrix, allEpisodes, coverage: covered }),
    );
  else if (output === 'json') {
    if (covered !== null) context.stdout.write(formatCoverageLines(covered));
    context.stdout.write(formatSummaryLine(findings, run));
  }
  if (htmlPath === null) return;
  const notes = new Map(results.end.facts?.rules.map((rule) => [rule.id, rule]));
  const page = { matrix, notes, searched: order.paths, madeMs: results.startedMs };
  await writePage(context, htmlPath, formatHuntPage(findings, run, page));
}

function coverageOf({ seen, end }: HuntResults): HuntCoverage {
  const sources = seen.seen();
  return { seen: sources, rules: coverage(end.facts?.needs ?? [], sources) };
}

async function matrixOf(
  context: CommandContext,
  { findings, end }: HuntResults,
): Promise<readonly MatrixColumn[]> {
  const facts = await readTechniqueFacts(context);
  return attackMatrix(findings.rules(), facts, tacticsByRule(end.facts));
}

function tacticsByRule(facts: RuleFacts | null): ReadonlyMap<string, readonly string[]> {
  return new Map(facts?.rules.map(({ id, tags }) => [id, tacticsOfTags(tags)]));
}

/** Tried with nothing before the hunt, so that hours of it are not lost to a wrong path. */
async function writePage({ cwd }: CommandContext, path: string, text: string): Promise<void> {
  await writeFile(resolve(cwd, path), text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new UserError(`the report ${path} cannot be written`, 'check the folder and your rights to it', {
      cause,
    });
  });
}

/** A finding is a finding. Where there is none, what was named and not read must not look like a clean result. */
function exitCode(findings: HuntFindings, named: readonly string[]): number {
  const { events, failedFiles, hits, files } = findings.totals();
  if (hits > 0) return EXIT.finding;
  const isUnread = findings.files.some(
    (file) => file.error !== null && file.member === null && file.events === 0 && named.includes(file.path),
  );
  return isUnread || (events === 0 && failedFiles === files) ? EXIT.usage : EXIT.ok;
}
