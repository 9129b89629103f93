import type { FieldTally } from '@dejfa/sigma';
import { severityRank } from '../../model/index.ts';
import type { HuntFindings, HuntHit } from '../../report/hunt-findings.ts';
import type { CommandContext } from '../context.ts';
import { correlate } from './correlate.ts';
import { StretchJoiner } from './join-stretches.ts';
import { type Lane, localLane } from './lane.ts';
import { planHunt } from './plan.ts';
import type { HuntProgress } from './progress.ts';
import { ReadAhead } from './read-ahead.ts';
import { type OrderedBatch, runTasks } from './run-tasks.ts';
import type { HuntSettings, HuntStep, HuntTask, RuleFacts } from './task.ts';

/** Below this threads take longer to get ready than they save: each makes its own tables of the rules. */
const THREADS_FROM_BYTES = 24 * 1_048_576;

/** What a hunt runs with, and where its findings go. */
export interface HuntJob {
  readonly context: CommandContext;
  readonly settings: HuntSettings;
  /** Absolute paths, and what the user wrote for them. */
  readonly named: ReadonlyMap<string, string>;
  readonly threads: number;
  readonly progress: HuntProgress;
  readonly findings: HuntFindings;
  /** Where log sources and names of fields are gathered, when coverage is asked for. */
  readonly seen: FieldTally;
  /** Told of each step once it is among the findings. */
  readonly onStep: (step: HuntStep) => void;
  /** Told of the rules before anything is read; may throw. */
  readonly onRules: (facts: RuleFacts) => Promise<void>;
}

/** How it ended. */
export interface HuntEnd {
  readonly facts: RuleFacts | null;
  /** Files that were not begun; null when everything was read. */
  readonly filesLeft: number | null;
}

/** Hunts; what is found is told in the order of the files, whatever the number of threads. */
export async function findAll(job: HuntJob): Promise<HuntEnd> {
  const { context, settings, progress } = job;
  const tasks = await planHunt(job.named);
  const bytes = tasks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  progress.total(bytes);
  const count = bytes < THREADS_FROM_BYTES ? 1 : Math.min(job.threads, tasks.length);
  const first = count === 1 ? localLane(settings) : await threadedLane(settings);
  const lanes = [first];
  try {
    progress.say('Loading rules');
    while (lanes.length < count) lanes.push(await threadedLane(settings));
    const facts = await unlessAborted(first.facts, context.signal);
    if (facts === null) return { facts, filesLeft: tasks.length };
    await job.onRules(facts);
    const filesLeft = await drain(job, { tasks, lanes, facts });
    return { facts, filesLeft };
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

async function threadedLane(settings: HuntSettings): Promise<Lane> {
  const { threadLane } = await import('./thread-lane.ts');
  return threadLane(settings);
}

interface Course {
  readonly tasks: readonly HuntTask[];
  readonly lanes: readonly Lane[];
  readonly facts: RuleFacts;
}

async function drain(job: HuntJob, { tasks, lanes, facts }: Course): Promise<number | null> {
  const { context, progress, findings } = job;
  const ahead = new ReadAhead();
  const onBytes = (count: number) => {
    ahead.hunted(count);
    progress.read(count);
    progress.draw(findings);
  };
  void ahead.run(tasks);
  const correlation = correlate(facts);
  const joiner = new StretchJoiner();
  let filesLeft = 0;
  const take = (step: HuntStep | null) => {
    if (step === null) return;
    if (step.kind === 'observation') for (const hit of correlation.observe(step.observation)) tell(job, hit);
    else note(job, step);
  };
  try {
    for await (const batch of runTasks(tasks, lanes, { signal: context.signal, onBytes })) {
      if (!batch.isRead) filesLeft += 1;
      for (const step of stepsOf(batch)) take(joiner.join(step, batch.task));
      progress.draw(findings);
    }
    take(joiner.end());
  } finally {
    ahead.close();
  }
  for (const hit of correlation.finish()) tell(job, hit);
  findings.uncorrelated = correlation.losses();
  return context.signal.aborted ? filesLeft : null;
}

function tell(job: HuntJob, hit: HuntHit): void {
  if (severityRank(hit.level) >= severityRank(job.settings.level)) note(job, { kind: 'hit', hit });
}

function note({ findings, seen, onStep }: HuntJob, step: HuntStep): void {
  if (step.kind === 'hit') findings.addHit(step.hit);
  else if (step.kind === 'file') findings.addFile(step.file);
  else if (step.kind === 'sources') seen.merge(step.seen);
  onStep(step);
}

/** What a path that cannot be read comes to has no lane to say it. */
function stepsOf({ task, steps, isRead }: OrderedBatch): readonly HuntStep[] {
  if (task.error === null || !isRead) return steps;
  const counts = { read: 0, parsed: 0, unparsed: 0, skipped: 0, tooLong: 0, events: 0, examples: [] };
  const file = { path: task.shown, member: null, format: 'none', error: task.error, ...counts };
  return [{ kind: 'file', file }];
}

/** What `promise` resolves with; null when the signal comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  return Promise.race([promise, aborted]);
}
