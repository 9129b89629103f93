// `node bench/decision-table.ts`: what the gateway pays to ask 100,000 decisions on ranges, in CPU time.
import { DecisionTable } from '../shield/defuse/decision-table.ts';
import type { Decision } from '../shield/model/index.ts';

const RANGES = 100_000;
const ROUNDS = 1_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function decisionOn(value: string, id: string): Decision {
  const scope = { kind: value.includes('/') ? 'range' : 'address', value } as const;
  const times = { createdMs: 0, expiresMs: Number.MAX_SAFE_INTEGER, revokedMs: null };
  const rest = {
    action: 'block',
    service: null,
    reason: 'bench',
    owner: 'bench',
    attemptId: null,
    simulated: false,
  } as const;
  return { id, scope, ...times, ...rest };
}

const decisions = Array.from({ length: RANGES }, (_, at) =>
  decisionOn(`${1 + (at % 200)}.${(at >> 8) & 255}.${at & 255}.0/24`, `d${at}`),
);
const table = new DecisionTable();
let startMs = cpuMs();
table.replaceAll(decisions);
console.log(`build of ${RANGES} ranges: ${(cpuMs() - startMs).toFixed(0)} ms`);

const hits = decisions.slice(0, 1_000).map(({ scope }) => scope.value.replace('.0/24', '.7'));
const misses = hits.map((address) => address.replace(/^\d+/, '223'));
for (const [name, addresses] of [
  ['hit', hits],
  ['miss', misses],
] as const) {
  const ask = () =>
    addresses.reduce((found, address) => found + (table.lookup(address, 'portal', 5) === null ? 0 : 1), 0);
  for (let round = 0; round < 100; round += 1) ask();
  startMs = cpuMs();
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) found += ask();
  const ns = ((cpuMs() - startMs) * 1e6) / (ROUNDS * addresses.length);
  console.log(`look-up, ${name}: ${ns.toFixed(0)} ns (${found / ROUNDS} of ${addresses.length} found)`);
}

startMs = cpuMs();
for (let at = 0; at < 1_000; at += 1) table.add(decisionOn(`9.9.${at >> 8}.${at & 255}`, `n${at}`));
console.log(`addition beside them: ${(cpuMs() - startMs).toFixed(0)} µs`);
