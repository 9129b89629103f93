// Times our engine in a process of its own: `node time-inspections.ts PARANOIA MS`; prints JSON.
// Each request gets MS milliseconds of CPU in batches, all four in turn, after a warm-up with all of them.

import { createInspector, type Inspector } from '@dejfa/seclang';
import { loadBenchRules } from './configuration.ts';
import { median, type OwnFigures } from './figures.ts';
import { inspect, ownVerdict, type PreparedRequest, prepareRequest } from './inspect.ts';
import { readRequests, type WafRequest, wireBytes } from './requests.ts';
import { createDraw, varyRequest } from './vary.ts';

const BATCHES = 11;
const WARM_ROUNDS = 1_500;
const CHECKED_VARIANTS = 200;
const OTHERS_LIMIT = 20;
const FLOOR_PASSES = 20_000;

function cpuUs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Kept, so that no work is found to be for nothing. */
let kept = 0;

function inspectAll(inspector: Inspector, batch: readonly PreparedRequest[]): number {
  return cpuUs(() => {
    for (const request of batch) kept += inspect(inspector, request).matches.length;
  });
}

function readBytes(bytes: Uint8Array, times: number): number {
  return cpuUs(() => {
    for (let time = 0; time < times; time += 1) kept += xorOf(bytes);
  });
}

function xorOf(bytes: Uint8Array): number {
  let all = 0;
  for (let at = 0; at < bytes.length; at += 1) all ^= bytes[at] ?? 0;
  return all;
}

const draw = createDraw(0x5eed);

function variants(request: WafRequest, count: number): readonly PreparedRequest[] {
  return Array.from({ length: count }, () => prepareRequest(varyRequest(request, draw)));
}

/**
 * Other values must not be another case: they are only worth measuring where nearly always the same rules match. Words
 * that are drawn can happen to be what a rule looks for.
 */
function checkVariants(inspector: Inspector, request: WafRequest): void {
  const expected = ownVerdict(inspector, prepareRequest(request)).ruleIds.join();
  const others = variants(request, CHECKED_VARIANTS).filter(
    (variant) => ownVerdict(inspector, variant).ruleIds.join() !== expected,
  );
  if (others.length <= OTHERS_LIMIT) return;
  throw new Error(`other rules match in ${others.length} of ${CHECKED_VARIANTS} variants of ${request.name}`);
}

function timeAll(inspector: Inspector, msEach: number): readonly OwnFigures[] {
  const requests = readRequests();
  const same = requests.map(prepareRequest);
  for (const request of requests) checkVariants(inspector, request);
  for (let round = 0; round < WARM_ROUNDS; round += 1) inspectAll(inspector, same);
  return requests.map((request, number) => {
    const prepared = same.slice(number, number + 1);
    const estimate = inspectAll(inspector, Array(200).fill(prepared).flat()) / 200;
    const size = Math.max(20, Math.ceil((msEach * 1_000) / BATCHES / estimate));
    const repeated: readonly PreparedRequest[] = Array(size).fill(prepared).flat();
    const bytes = wireBytes(request);
    const times = { cpuUs: [] as number[], freshUs: [] as number[], floorUs: [] as number[] };
    for (let batch = 0; batch < BATCHES; batch += 1) {
      times.cpuUs.push(inspectAll(inspector, repeated) / size);
      const fresh = variants(request, size);
      times.freshUs.push(inspectAll(inspector, fresh) / size);
      times.floorUs.push(readBytes(bytes, FLOOR_PASSES) / FLOOR_PASSES);
    }
    const { cpuUs, freshUs, floorUs } = times;
    return {
      request: request.name,
      cpuUs: median(cpuUs),
      freshUs: median(freshUs),
      floorUs: median(floorUs),
      bytes: bytes.length,
    };
  });
}

const [paranoia = '1', msEach = '1000'] = process.argv.slice(2);
const inspector = createInspector(loadBenchRules(Number(paranoia)));
console.log(JSON.stringify(timeAll(inspector, Number(msEach))));
if (Number.isNaN(kept)) console.error(kept);
