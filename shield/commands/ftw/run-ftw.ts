import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { type CommandContext, EXIT } from '../context.ts';
import { UserError } from '../user-error.ts';
import { DirectTarget } from './direct-target.ts';
import { type FtwRules, loadFtwRules } from './ftw-rules.ts';
import { parseTestFile } from './parse-test-file.ts';
import { formatResults, summaryOf } from './results-text.ts';
import { type FtwRun, runTests } from './run-tests.ts';
import { expressionOf, parseSkips, type Skip, skipReason } from './skips.ts';
import { SocketLane } from './socket-lane.ts';
import type { FtwResult, FtwTest } from './test-case.ts';

/** What `dejfa waf ftw` was told. */
export interface FtwSettings {
  /** Absolute. */
  readonly rules: string;
  readonly tests: string;
  readonly skips: string | null;
  readonly filter: string | null;
  readonly direct: boolean;
  readonly json: boolean;
}

/** Lanes wait for sockets and timers most of the time: several a core. */
const LANES_PER_CORE = 3;

/** Loads rules and tests, runs them and prints how they ended. Gives the exit code. */
export async function runFtw(context: CommandContext, settings: FtwSettings): Promise<number> {
  const tests = readTests(context, settings);
  const skips = readSkips(context, settings.skips);
  const rules = loadFtwRules(settings.rules);
  const errors = rules.loaded.diagnostics.filter(({ severity }) => severity === 'error');
  for (const diagnostic of errors) context.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  const run: Omit<FtwRun, 'targets'> = {
    tests,
    skipReason: (name) => skipReason(skips, name, rules.loaded.signatures),
    signal: context.signal,
  };
  const results = settings.direct
    ? await runDirect(run, rules, context)
    : await runLanes(run, rules, context);
  const summary = summaryOf(results);
  context.stdout.write(
    settings.json
      ? `${[...results, { summary }].map((line) => JSON.stringify(line)).join('\n')}\n`
      : formatResults(results, context.stdout),
  );
  const complete = results.length === tests.length;
  if (!complete) context.stderr.write(`stopped after ${results.length} of ${tests.length} tests\n`);
  return summary.failed === 0 && complete ? EXIT.ok : EXIT.finding;
}

function runDirect(
  run: Omit<FtwRun, 'targets'>,
  { makeInspectors }: FtwRules,
  { clock }: CommandContext,
): Promise<readonly FtwResult[]> {
  return runTests({ ...run, targets: [new DirectTarget(makeInspectors(), clock.nowMs())] });
}

async function runLanes(
  run: Omit<FtwRun, 'targets'>,
  { makeInspectors }: FtwRules,
  { clock }: CommandContext,
): Promise<readonly FtwResult[]> {
  const count = Math.min(availableParallelism() * LANES_PER_CORE, Math.max(1, run.tests.length));
  const lanes = Array.from({ length: count }, () => new SocketLane(makeInspectors(), clock.nowMs()));
  try {
    await Promise.all(lanes.map((lane) => lane.open()));
    return await runTests({ ...run, targets: lanes });
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

function readTests({ stderr }: CommandContext, { tests: folder, filter }: FtwSettings): readonly FtwTest[] {
  const expression = filter === null ? /^/ : expressionOf(filter);
  if (expression === null) throw new UserError(`${filter} is no regular expression`, 'correct --filter');
  if (!existsSync(folder)) throw new UserError(`there is no ${folder}`, 'correct --tests');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[^.].*\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const all = files.flatMap((file) => {
    const tests = parseTestFile(file, readFileSync(file, 'utf8'));
    if (tests.length === 0) stderr.write(`${file} holds no tests\n`);
    return tests;
  });
  const tests = all.filter(({ name }) => expression.test(name));
  if (tests.length > 0) return tests;
  const remedy =
    files.length === 0 ? 'tests are .yaml files' : 'correct --filter, or see whether the files hold tests';
  throw new UserError(`there are no tests to run in ${folder}`, remedy);
}

function readSkips({ folders }: CommandContext, named: string | null): readonly Skip[] {
  const file = named ?? join(folders.projectContent, '../conformance/crs/skips.yaml');
  if (existsSync(file)) return parseSkips(file, readFileSync(file, 'utf8'));
  if (named === null) return [];
  throw new UserError(`there is no ${named}`, 'correct --skips');
}
