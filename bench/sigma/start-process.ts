/**
 * `node --expose-gc bench/sigma/start-process.ts LINES KEPT`: loads the rules and scans a file of lines in a process of
 * its own, and writes {@link StartFigures} as JSON. A process for each measurement, so that nothing of another is in it.
 * Rules are kept in the file KEPT, and taken from there where it is there already.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadMappings, loadSigma, type RuleCache } from '@dejfa/sigma';
import { mappingFiles, ruleFiles } from './rules.ts';
import { drain } from './times.ts';

/** Milliseconds and mebibytes of resident memory. */
export interface StartFigures {
  /** The rules were taken from where an earlier start had kept them. */
  readonly isWarm: boolean;
  /** From the texts of the rule files, which are in memory, to an engine. */
  readonly loadMs: number;
  /** Making the scanner and scanning the lane once, after that. */
  readonly firstScanMs: number;
  /** Resident memory after each step, above that of a process that has loaded the code and no rules. */
  readonly rulesMiB: number;
  readonly scannedMiB: number;
}

const residentMiB = () => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};

const [path = '', keptPath = ''] = process.argv.slice(2);
const isWarm = existsSync(keptPath);
const cache: RuleCache = {
  engine: 'bench',
  get: () => (isWarm ? readFileSync(keptPath) : null),
  set: (_, kept) => writeFileSync(keptPath, kept),
};
const files = ruleFiles();
const bytes = readFileSync(path);
const emptyMiB = residentMiB();
let startedMs = performance.now();
const { engine } = loadSigma(files, { cache });
const loadMs = performance.now() - startedMs;
const rulesMiB = residentMiB() - emptyMiB;
const { mappings } = loadMappings(mappingFiles());
startedMs = performance.now();
const scanner = engine.createScanner({ mappings, logsource: { product: 'windows' } });
if (scanner === null) throw new Error('this runtime has no WebAssembly');
drain(scanner.scan(bytes));
const firstScanMs = performance.now() - startedMs;
const scannedMiB = residentMiB() - emptyMiB;
const figures: StartFigures = { isWarm, loadMs, firstScanMs, rulesMiB, scannedMiB };
console.log(JSON.stringify(figures));
