// Where the time of an inspection goes: `node bench/waf/break-down.ts [PARANOIA] [SECONDS]`. Samples the four requests
// for so many seconds each (default 3) with V8's profiler and sums the samples by the file that ran; functions that V8
// put into their caller count for the caller. Prints a table for Markdown, in hundredths of the time.

import { Session } from 'node:inspector/promises';
import { createInspector } from '@dejfa/seclang';
import { loadBenchRules } from './configuration.ts';
import { inspect, prepareRequest } from './inspect.ts';
import { readRequests } from './requests.ts';
import { createDraw, varyRequest } from './vary.ts';

/** What a file's time is for, by its path; the first that fits. */
const PARTS: readonly (readonly [part: string, path: RegExp])[] = [
  [
    'searching values for what rules need',
    // The search is the only thing that runs in WebAssembly.
    /^wasm:|engines\/match\/|compile\/(?:prefilter|wake-plan|bits)|transaction\/(?:wake|known-values)/,
  ],
  [
    'reading the request and its body',
    /seclang\/(?:body|variables)\/|request-facts|read-body|body-buffer|transaction\/(?:state|variable|keyed-store|tx-store|known-names)/,
  ],
  ['transformations', /seclang\/transformations\/|compile\/pipeline/],
  ['regular expressions', /seclang\/regex\//],
  ['SQL and markup readers', /seclang\/injection\//],
  ['other operators', /seclang\/operators\//],
  [
    'running rules, their actions and counters',
    /seclang\/(?:actions|compile)\/|transaction\/(?:run-chain|control-run|settled-state|value-cache|transaction|phase-plans)/,
  ],
  ['records of matches, scores, collections, audit', /match-record|scores|audit|collections?/],
];

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
}

function partOf({ callFrame: { functionName, url } }: ProfileNode): string {
  if (functionName === '(garbage collector)') return 'collecting garbage';
  if (functionName === '(idle)' || url.includes('/bench/')) return 'the benchmark itself';
  return PARTS.find(([, path]) => path.test(url))?.[0] ?? 'Node and V8';
}

async function sharesOf(session: Session, work: () => void): Promise<ReadonlyMap<string, number>> {
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  work();
  const { profile } = await session.post('Profiler.stop');
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const shares = new Map<string, number>();
  const samples = profile.samples ?? [];
  for (const sample of samples) {
    const node = nodes.get(sample);
    if (node === undefined) continue;
    const part = partOf(node);
    shares.set(part, (shares.get(part) ?? 0) + 1 / samples.length);
  }
  return shares;
}

const [paranoia = '1', seconds = '3'] = process.argv.slice(2);
const inspector = createInspector(loadBenchRules(Number(paranoia)));
const draw = createDraw(0x5eed);
const session = new Session();
session.connect();
await session.post('Profiler.enable');

/** Fresh values, made before the clock of a batch begins to matter: their making counts as the benchmark's. */
function run(request: ReturnType<typeof readRequests>[number], forMs: number): void {
  const until = performance.now() + forMs;
  while (performance.now() < until) inspect(inspector, prepareRequest(varyRequest(request, draw)));
}

const columns: { readonly name: string; readonly shares: ReadonlyMap<string, number> }[] = [];
for (const request of readRequests()) {
  run(request, 2_000);
  columns.push({
    name: request.name,
    shares: await sharesOf(session, () => run(request, Number(seconds) * 1_000)),
  });
}
session.disconnect();

console.log(`| part, level ${paranoia} | ${columns.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|${columns.map(() => '---:').join('|')}|`);
for (const part of [
  ...PARTS.map(([name]) => name),
  'collecting garbage',
  'Node and V8',
  'the benchmark itself',
]) {
  const cells = columns.map(({ shares }) => (100 * (shares.get(part) ?? 0)).toFixed(1));
  console.log(`| ${part} | ${cells.join(' | ')} |`);
}
