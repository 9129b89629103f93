import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMapping, keepSigma } from '@dejfa/sigma';
import { readPaths } from '../../shield/adapters/archive/index.ts';
import { Hunter } from '../../shield/commands/hunt/hunter.ts';
import { accessLines } from './made/access-lines.ts';
import { auditLines } from './made/audit-lines.ts';
import { mappingFiles, ruleFiles } from './rules.ts';
import type { LaneRules } from './time-lane.ts';
import { median } from './times.ts';

/** A log that is no JSON, hunted as `dejfa hunt` does: read, parsed, joined, mapped, judged. Microseconds a line. */
export interface TextLaneFigures {
  readonly lane: string;
  readonly lines: number;
  readonly bytesPerLine: number;
  /** Events that the lines became. */
  readonly events: number;
  /** Reading and parsing alone: the floor. */
  readonly parseUs: number;
  readonly huntUs: number;
  /** A second log of the same kind, read once after the first was hunted `turns` times. */
  readonly firstUs: number;
  readonly hits: number;
  /** Hits of the plain engine on the parsed events. */
  readonly plainHits: number;
}

const LINES = 20_000;

/** No recordings of these kinds are there beside this checkout: they are made, see `made/`. */
const MADE = [
  { lane: '(d) auditd, made', make: auditLines },
  { lane: '(e) web access, made', make: accessLines },
] as const;

const READING = { receivedMs: 0, ids: { next: () => '' } };

/** Times the lanes of text; every turn reads a file of {@link LINES} lines. */
export async function timeTextLanes(rules: LaneRules, turns: number): Promise<readonly TextLaneFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-bench-'));
  try {
    const hunter = new Hunter(settings());
    const figures: TextLaneFigures[] = [];
    for (const { lane, make } of MADE) {
      const all = make(2 * LINES);
      const [known, fresh] = [join(folder, 'known.log'), join(folder, 'fresh.log')];
      writeFileSync(known, `${all.slice(0, LINES).join('\n')}\n`);
      writeFileSync(fresh, `${all.slice(LINES).join('\n')}\n`);
      const bytesPerLine = all.slice(0, LINES).join('\n').length / LINES;
      figures.push({
        lane,
        lines: LINES,
        bytesPerLine,
        ...(await timeFiles(hunter, { known, fresh, rules, turns })),
      });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface TextRun {
  readonly known: string;
  readonly fresh: string;
  readonly rules: LaneRules;
  readonly turns: number;
}

async function timeFiles(
  hunter: Hunter,
  { known, fresh, rules, turns }: TextRun,
): Promise<Omit<TextLaneFigures, 'lane' | 'lines' | 'bytesPerLine'>> {
  const { events, plainHits } = await judgePlainly(known, rules);
  const parseUs: number[] = [];
  const huntUs: number[] = [];
  let hits = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    parseUs.push(await timeOfAll(() => parse(known)));
    huntUs.push(
      await timeOfAll(async () => {
        hits = await hunt(hunter, known);
      }),
    );
  }
  const firstUs = await timeOfAll(() => hunt(hunter, fresh));
  return { events, parseUs: median(parseUs), huntUs: median(huntUs), firstUs, hits, plainHits };
}

/** Microseconds a line. */
async function timeOfAll(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return ((performance.now() - startedMs) * 1000) / LINES;
}

async function parse(path: string): Promise<number> {
  let events = 0;
  for await (const step of readPaths([path], READING))
    if (step.kind === 'events') events += step.events.length;
  return events;
}

async function hunt(hunter: Hunter, path: string): Promise<number> {
  const task = { index: 0, path, shown: path, sizeBytes: 0, stretch: null, isLast: true, error: null };
  let hits = 0;
  for await (const { steps } of hunter.run(task, () => false)) {
    for (const step of steps) if (step.kind === 'hit') hits += 1;
  }
  return hits;
}

async function judgePlainly(
  path: string,
  { engine, mappings }: LaneRules,
): Promise<Pick<TextLaneFigures, 'events' | 'plainHits'>> {
  let events = 0;
  let plainHits = 0;
  for await (const step of readPaths([path], READING)) {
    for (const { event } of step.kind === 'events' ? step.events : []) {
      events += 1;
      plainHits += engine.evaluate(
        applyMapping(mappings, { ...event.logsource, fields: event.fields }),
      ).length;
    }
  }
  return { events, plainHits };
}

function settings(): ConstructorParameters<typeof Hunter>[0] {
  return {
    kept: keepSigma(ruleFiles()).bytes,
    mappings: mappingFiles(),
    ...{ level: 'informational', coverage: false },
    ...{ sinceMs: null, untilMs: null, zoneOffsetMinutes: 0, receivedMs: 0 },
  };
}
