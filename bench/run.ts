import type { Benchmark } from './benchmark.ts';
import { describeMachine } from './machine.ts';
import { keepResult } from './result-file.ts';

/** Loaded when asked for, so that one benchmark needs nothing of another. */
const BENCHMARKS = {
  attribution: () => import('./attribution/benchmark.ts'),
  evtx: () => import('./evtx/benchmark.ts'),
  gateway: () => import('./gateway/benchmark.ts'),
  sigma: () => import('./sigma/benchmark.ts'),
  'sigma-proof': () => import('./sigma/proof.ts'),
  store: () => import('./store/benchmark.ts'),
  waf: () => import('./waf/benchmark.ts'),
} satisfies Record<string, () => Promise<{ readonly benchmark: Benchmark }>>;

function isName(name: string): name is keyof typeof BENCHMARKS {
  return Object.hasOwn(BENCHMARKS, name);
}

const [name = '', ...args] = process.argv.slice(2);
if (isName(name)) {
  const { benchmark } = await BENCHMARKS[name]();
  const machine = describeMachine();
  const result = await benchmark.run(args.filter((arg) => arg !== '--no-keep'));
  console.log(result.report);
  if (!args.includes('--no-keep')) console.log(`kept: ${keepResult(name, machine, result)}`);
} else {
  console.error(
    `usage: npm run bench -- NAME [--no-keep] [options]; NAME: ${Object.keys(BENCHMARKS).join(', ')}`,
  );
  process.exitCode = 2;
}
