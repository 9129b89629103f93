/**
 * Nanoseconds of CPU a look-up in a table of 100,000 ranges, by version and by hit or miss: `node bench/address-table.ts`.
 * CPU time of the process, so that other work on the machine does not count. First it checks that the table answers; then it measures.
 */
import { createAddressTable } from '../engines/match/index.ts';

const RANGES = 100_000;
const ADDRESSES = 4_096;
const ROUNDS = 500;

/** Lehmer's generator: the same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}

const next = numbers(2_026);
const byte = () => next() % 256;
const group = () => (next() % 65_536).toString(16);

const ipv4 = () => `${1 + (next() % 223)}.${byte()}.${byte()}.${byte()}`;
const ipv6 = () => `2a0${(next() % 16).toString(16)}:${group()}:${group()}::${group()}`;

const entries = Array.from({ length: RANGES }, (_, value) => ({
  range: value % 2 === 0 ? `${ipv4()}/${16 + (next() % 17)}` : `${ipv6()}/${32 + (next() % 33)}`,
  value,
}));

const startedMs = performance.now();
const table = createAddressTable(entries);
console.log(`built ${table.size} ranges in ${(performance.now() - startedMs).toFixed(0)} ms`);

const inside = (version: 4 | 6) =>
  entries
    .filter(({ range }) => range.includes(':') === (version === 6))
    .slice(0, ADDRESSES)
    .map(({ range }) => range.slice(0, range.indexOf('/')));

const samples = {
  'IPv4 that is in the table': inside(4),
  'IPv4 at random': Array.from({ length: ADDRESSES }, ipv4),
  'IPv6 that is in the table': inside(6),
  'IPv6 at random': Array.from({ length: ADDRESSES }, ipv6),
};

for (const [name, addresses] of Object.entries(samples)) {
  const hits = addresses.filter((address) => table.lookup(address) !== undefined).length;
  if (name.includes('in the table') && hits !== addresses.length) throw new Error(`${name}: ${hits} hits`);
  const before = process.cpuUsage();
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const address of addresses) if (table.lookup(address) !== undefined) found += 1;
  }
  const ns = (process.cpuUsage(before).user * 1e3) / (ROUNDS * addresses.length);
  console.log(
    `${name}: ${ns.toFixed(0)} ns a look-up (${Math.round((100 * found) / (ROUNDS * addresses.length))} % hits)`,
  );
}
