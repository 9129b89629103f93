import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStore } from '../../shield/adapters/open-store.ts';
import { systemClock } from '../../shield/adapters/system/system-clock.ts';
import { createUuidV7 } from '../../shield/adapters/system/uuid-v7.ts';
import type { EventStore, StoreBatch } from '../../shield/ports/index.ts';
import type { Benchmark } from '../benchmark.ts';
import { batchOf } from './batch.ts';

const QUESTION_ROUNDS = 20;

/** `--events=N` (default 200,000) and `--batch=N` (default 5,000). */
export const benchmark: Benchmark = {
  about: 'the embedded store: rows a second in, and how long the console waits for an answer',
  async run(args) {
    const events = numberOf(args, 'events', 200_000);
    const batch = numberOf(args, 'batch', 5_000);
    const folder = await mkdtemp(join(tmpdir(), 'dejfa-bench-store-'));
    const store = await openEventStore({ kind: 'embedded', path: folder }, { clock: systemClock });
    try {
      const insert = await measureInsert(store, events, batch);
      const answers = await measureAnswers(store, insert.last);
      const { bytesOnDisk } = await store.health();
      return {
        report: reportOf({ events, batch, insert, answers, bytesOnDisk }),
        data: { events, batch, insert: insert.perSecond, answers, bytesOnDisk },
      };
    } finally {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Insert {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly last: StoreBatch;
}

async function measureInsert(store: EventStore, events: number, size: number): Promise<Insert> {
  const ids = createUuidV7(systemClock);
  const times: number[] = [];
  let last = batchOf(size, ids);
  const started = performance.now();
  for (let kept = 0; kept < events; kept += size) {
    last = batchOf(size, ids);
    const before = performance.now();
    await store.append(last);
    times.push(performance.now() - before);
  }
  return { perSecond: (events * 1_000) / (performance.now() - started), medianMs: median(times), last };
}

type Answers = Readonly<Record<string, number>>;

/** Median milliseconds of each question that the console asks. */
async function measureAnswers(store: EventStore, last: StoreBatch): Promise<Answers> {
  const untilMs = systemClock.nowMs() + 1;
  const day = { sinceMs: untilMs - 86_400_000, untilMs };
  const id = last.events[0]?.id ?? '';
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'funnel of the day': () => store.funnel(day),
    'series of the day by minute': () => store.funnelSeries(day, 60_000),
    'page of 50 attempts': () => store.attempts({ ...day, limit: 50 }),
    'page of 50 attempts, with a text': () => store.attempts({ ...day, limit: 50, text: 'union' }),
    'one event by id': () => store.event(id),
  };
  const answers: Record<string, number> = {};
  for (const [name, ask] of Object.entries(questions)) {
    const times: number[] = [];
    for (let round = 0; round < QUESTION_ROUNDS; round += 1) {
      const before = performance.now();
      await ask();
      times.push(performance.now() - before);
    }
    answers[name] = median(times);
  }
  return answers;
}

interface Result {
  readonly events: number;
  readonly batch: number;
  readonly insert: Insert;
  readonly answers: Answers;
  readonly bytesOnDisk: number | null;
}

function reportOf({ events, batch, insert, answers, bytesOnDisk }: Result): string {
  const rows = [
    ['events a second, making them included', insert.perSecond.toFixed(0)],
    [`a batch of ${batch} events with signals and attempts, median`, `${insert.medianMs.toFixed(0)} ms`],
    ...Object.entries(answers).map(([name, ms]) => [`${name}, median`, `${ms.toFixed(0)} ms`]),
    ['on disk', bytesOnDisk === null ? 'not known' : `${(bytesOnDisk / 1e6).toFixed(0)} MB`],
  ];
  const table = rows.map(([name, value]) => `| ${name} | ${value} |`);
  return [
    `${events} events, one in 20 with a signal; embedded, fsync on.`,
    '',
    '| what | |',
    '|---|---:|',
    ...table,
  ].join('\n');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function numberOf(args: readonly string[], name: string, otherwise: number): number {
  const given = args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  return given === undefined ? otherwise : Number(given);
}
