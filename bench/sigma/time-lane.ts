import {
  applyMapping,
  type Mappings,
  type SigmaEngine,
  type SigmaEvent,
  type SigmaScanner,
} from '@dejfa/sigma';
import type { Lane } from './lanes.ts';
import { drain, median, timeOf } from './times.ts';

/** What a lane came to: microseconds a record, medians and the least of all turns. */
export interface LaneFigures {
  readonly lane: string;
  readonly records: number;
  readonly bytesPerRecord: number;
  readonly parseUs: number;
  readonly scanUs: number;
  readonly plainUs: number;
  /** Time of `JSON.parse` divided by that of the scan, by the medians; and by the shortest turns. */
  readonly ratio: number;
  readonly leastRatio: number;
  /** The same where each line is seen once, after other lines of its kind. */
  readonly first: FirstPass;
  readonly goal: number | null;
  readonly hits: number;
  /** Lines of which the scan and the plain engine say different things. */
  readonly differences: number;
  /** Rules tried a record. */
  readonly tried: number;
  /** Lines left to the plain engine. */
  readonly plainLines: number;
  /** From making the scanner until it has seen the lane once. */
  readonly firstMs: number;
}

/** Lines that were not seen before, after a warm-up on others. */
export interface FirstPass {
  readonly parseUs: number;
  readonly scanUs: number;
  readonly ratio: number;
}

/** Compiled rules, and what maps records. */
export interface LaneRules {
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
}

interface Part {
  readonly lines: readonly string[];
  readonly bytes: Buffer;
}

const PARTS = 20;
/** Scanners that see half of a lane for the first time, one after the other. */
const FIRST_PASSES = 3;

/**
 * Times a lane: many short turns of `JSON.parse` and of the scan one after the other, since a shared machine changes its
 * speed within seconds; the plain engine on a part only.
 */
export function timeLane(lane: Lane, rules: LaneRules, turns: number): LaneFigures {
  const startedMs = performance.now();
  const scanner = scannerFor(lane, rules);
  const bytes = Buffer.from(lane.lines.join('\n'));
  const found = new Map<number, string>();
  for (const { start, hits } of scanner.scan(bytes)) found.set(start, hits.map(({ rule }) => rule.id).join());
  const firstMs = performance.now() - startedMs;
  const { rulesTried, plain } = scanner.counts;
  const evaluate = evaluator(lane, rules);
  const differences = countDifferences(lane.lines, found, evaluate);
  const parts = partsOf(lane);
  // V8 compiles what is hot again, on a thread that waits for a core as others do.
  for (let turn = 0; turn < turns; turn += 1) drain(scanner.scan(bytes));
  const times = timeTurns(parts, scanner, turns);
  const plainUs = parts.slice(0, 4).map((part) => perLine(part, () => part.lines.map(evaluate)));
  return {
    ...{ lane: lane.name, records: lane.lines.length, bytesPerRecord: bytes.length / lane.lines.length },
    ...times,
    plainUs: median(plainUs),
    first: timeFirstPass(lane, rules, turns),
    goal: lane.goal,
    hits: found.size,
    differences,
    tried: rulesTried / lane.lines.length,
    plainLines: plain,
    firstMs,
  };
}

function timeTurns(
  parts: readonly Part[],
  scanner: SigmaScanner,
  turns: number,
): Pick<LaneFigures, 'parseUs' | 'scanUs' | 'ratio' | 'leastRatio'> {
  const parseUs: number[] = [];
  const scanUs: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (const part of parts) parseUs.push(perLine(part, () => parseAll(part.lines)));
    for (const part of parts) scanUs.push(perLine(part, () => drain(scanner.scan(part.bytes))));
  }
  return {
    ...{ parseUs: median(parseUs), scanUs: median(scanUs) },
    ratio: median(parseUs) / median(scanUs),
    leastRatio: leastSum(parseUs, parts.length) / leastSum(scanUs, parts.length),
  };
}

/**
 * Every other line of the lane warms a new scanner up; then the rest are parsed and scanned once. What the scanner
 * remembers of values helps only as far as other lines have the same ones.
 */
function timeFirstPass(lane: Lane, rules: LaneRules, turns: number): FirstPass {
  const parseUs: number[] = [];
  const scanUs: number[] = [];
  for (let pass = 0; pass < FIRST_PASSES; pass += 1) {
    const scanner = scannerFor(lane, rules);
    const half = (which: number) => lane.lines.filter((_, at) => at % 2 === which);
    const known = Buffer.from(half(pass % 2).join('\n'));
    for (let turn = 0; turn < turns; turn += 1) drain(scanner.scan(known));
    for (const part of partsOf({ ...lane, lines: half(1 - (pass % 2)) })) {
      parseUs.push(perLine(part, () => parseAll(part.lines)));
      scanUs.push(perLine(part, () => drain(scanner.scan(part.bytes))));
    }
  }
  return { parseUs: median(parseUs), scanUs: median(scanUs), ratio: median(parseUs) / median(scanUs) };
}

function scannerFor({ logsource }: Lane, { engine, mappings }: LaneRules): SigmaScanner {
  const scanner = engine.createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  return scanner;
}

type Evaluate = (line: string) => ReturnType<SigmaEngine['evaluate']>;

function evaluator({ logsource }: Lane, { engine, mappings }: LaneRules): Evaluate {
  return (line) =>
    engine.evaluate(
      applyMapping(mappings, { ...logsource, fields: JSON.parse(line) as SigmaEvent['fields'] }),
    );
}

function partsOf({ lines }: Lane): readonly Part[] {
  const size = Math.ceil(lines.length / PARTS);
  return Array.from({ length: PARTS }, (_, at) => lines.slice(at * size, (at + 1) * size))
    .filter((part) => part.length > 0)
    .map((part) => ({ lines: part, bytes: Buffer.from(part.join('\n')) }));
}

/** Microseconds a line. */
function perLine({ lines }: Part, run: () => unknown): number {
  return (timeOf(run) * 1000) / lines.length;
}

function countDifferences(
  lines: readonly string[],
  found: ReadonlyMap<number, string>,
  evaluate: Evaluate,
): number {
  let at = 0;
  let differences = 0;
  for (const line of lines) {
    const wanted = evaluate(line).map(({ rule }) => rule.id);
    if ((found.get(at) ?? '') !== wanted.join()) differences += 1;
    at += Buffer.byteLength(line) + 1;
  }
  return differences;
}

/** The floor: what reading the lines as objects costs. */
function parseAll(lines: readonly string[]): void {
  for (const line of lines) JSON.parse(line);
}

/** Sum over the parts of the least time that each took in any turn. */
function leastSum(times: readonly number[], parts: number): number {
  return Array.from({ length: parts }, (_, part) =>
    Math.min(...times.filter((_time, at) => at % parts === part)),
  ).reduce((sum, time) => sum + time, 0);
}
