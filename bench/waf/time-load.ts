// Times one load of the CRS in a process that did nothing before: `node time-load.ts [CACHE_FOLDER]`; prints JSON.
// Files are read before the clock starts. `readyMs` ends when the first request was inspected, for which patterns and
// plans are made that no load needs.

import { createInspector } from '@dejfa/seclang';
import { openRuleCache } from '../../shield/adapters/rule-cache/index.ts';
import { loadSources, ruleSources } from './configuration.ts';
import type { LoadFigures } from './figures.ts';
import { inspect, prepareRequest } from './inspect.ts';

const [folder] = process.argv.slice(2);
const sources = ruleSources(1);
const bare = {
  name: 'bare',
  method: 'GET',
  path: '/',
  headers: [['Host', 'portal.example.gov']],
  body: '',
} as const;

const cpuBefore = process.cpuUsage();
const threadBefore = process.threadCpuUsage();
const started = performance.now();
const options = folder === undefined ? {} : { cache: openRuleCache(folder) };
const loaded = loadSources(sources, options);
const loadMs = performance.now() - started;
inspect(createInspector(loaded), prepareRequest(bare));
const readyMs = performance.now() - started;
const figures: LoadFigures = {
  loadMs,
  readyMs,
  cpuMs: milliseconds(process.cpuUsage(cpuBefore)),
  mainThreadMs: milliseconds(process.threadCpuUsage(threadBefore)),
};
console.log(JSON.stringify(figures));

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}
