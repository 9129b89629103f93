// Whether the engine's memory grows: `node --expose-gc bench/waf/watch-memory.ts [REQUESTS] [PARANOIA]` runs that many
// requests (default 1,000,000, level 1), none like another, and prints memory before, with the rules, and ten times
// on the way, each after a full collection. One line of JSON each; MB are 10^6 bytes.

import { setImmediate as breathe } from 'node:timers/promises';

const [requests = '1000000', paranoia = '1'] = process.argv.slice(2);
const started = process.memoryUsage();

function print(what: string, more: Readonly<Record<string, number>> = {}): void {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const mb = (bytes: number) => Math.round(bytes / 1e5) / 10;
  console.log(
    JSON.stringify({
      what,
      rssMb: mb(rss),
      aboveEmptyMb: mb(rss - started.rss),
      heapMb: mb(heapUsed),
      externalMb: mb(external),
      ...more,
    }),
  );
}

print('empty');
// Loaded here, so that the line above is of Node alone.
const { createInspector } = await import('@dejfa/seclang');
const { loadBenchRules } = await import('./configuration.ts');
const { prepareRequest } = await import('./inspect.ts');
const { randomRequest } = await import('./random-request.ts');
const { readRequests } = await import('./requests.ts');
const { createDraw } = await import('./vary.ts');

const inspector = createInspector(loadBenchRules(Number(paranoia)));
print('rules loaded');

const draw = createDraw(Date.now() & 0x7fffffff);
const known = readRequests();
const interval = Math.ceil(Number(requests) / 10);
const outcomes = { pass: 0, block: 0, undetermined: 0 };

for (let done = 1; done <= Number(requests); done += 1) {
  const { head, body } = prepareRequest(randomRequest(known, draw));
  const transaction = inspector.begin(head, { nowMs: Date.now(), uniqueId: String(done) });
  let verdict = transaction.requestHeaders();
  if (verdict.kind === 'pass') {
    if (body.length > 0 && transaction.wantsRequestBody) transaction.appendRequestBody(body);
    verdict = transaction.requestBody();
  }
  transaction.end();
  outcomes[verdict.kind] += 1;
  if (done % interval !== 0 && done !== 1_000) continue;
  await breathe();
  print(`${done} requests`, outcomes);
}
