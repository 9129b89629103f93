import { applyMapping, type Mappings, type SigmaEngine, type SigmaEvent } from '@dejfa/sigma';
import type { Lane } from './lanes.ts';

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

const PARTS = 20;

/**
 * Times a lane: many short turns of `JSON.parse` and of the scan one after the other, since a shared machine changes its
 * speed within seconds; the plain engine on one part only.
 */
export function timeLane(
  lane: Lane,
  rules: { engine: SigmaEngine; mappings: Mappings },
  turns: number,
): LaneFigures {
  const { engine, mappings } = rules;
  const { logsource } = lane;
  const startedMs = performance.now();
  const scanner = engine.createScanner({ mappings, logsource });
  if (scanner === null) throw new Error('this runtime has no WebAssembly');
  const bytes = Buffer.from(lane.lines.join('\n'));
  const found = new Map<number, string>();
  for (const { start, hits } of scanner.scan(bytes)) found.set(start, hits.map(({ rule }) => rule.id).join());
  const firstMs = performance.now() - startedMs;
  const { rulesTried, plain } = scanner.counts;
  const evaluate = (line: string) =>
    engine.evaluate(
      applyMapping(mappings, { ...logsource, fields: JSON.parse(line) as SigmaEvent['fields'] }),
    );
  const differences = countDifferences(lane.lines, found, evaluate);
  const size = Math.ceil(lane.lines.length / PARTS);
  const parts = Array.from({ length: PARTS }, (_, at) => lane.lines.slice(at * size, (at + 1) * size)).filter(
    (part) => part.length > 0,
  );
  const partBytes = parts.map((part) => Buffer.from(part.join('\n')));
  const each = <T>(items: readonly T[], run: (item: T) => unknown) =>
    items.map((item, at) => (timeOf(() => run(item)) * 1000) / (parts[at]?.length ?? 1));
  const parseUs: number[] = [];
  const scanUs: number[] = [];
  // V8 compiles what is hot again, on a thread that waits for a core as others do.
  for (let turn = 0; turn < turns; turn += 1) Array.from(scanner.scan(bytes));
  for (let turn = 0; turn < turns; turn += 1) {
    parseUs.push(...each(parts, (part) => parseAll(part)));
    scanUs.push(...each(partBytes, (part) => Array.from(scanner.scan(part))));
  }
  const plainUs = each(parts.slice(0, 4), (part) => part.map(evaluate));
  return {
    ...{ lane: lane.name, records: lane.lines.length, bytesPerRecord: bytes.length / lane.lines.length },
    ...{ parseUs: median(parseUs), scanUs: median(scanUs), plainUs: median(plainUs) },
    ratio: median(parseUs) / median(scanUs),
    leastRatio: leastSum(parseUs, parts.length) / leastSum(scanUs, parts.length),
    goal: lane.goal,
    hits: found.size,
    differences,
    tried: rulesTried / lane.lines.length,
    plainLines: plain,
    firstMs,
  };
}

function countDifferences(
  lines: readonly string[],
  found: ReadonlyMap<number, string>,
  evaluate: (line: string) => ReturnType<SigmaEngine['evaluate']>,
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

function timeOf(run: () => unknown): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[(times.length - 1) >> 1] ?? Number.NaN;
}
