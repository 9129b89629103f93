/**
 * `node --expose-gc bench/sigma/start-process.ts LINES`: loads the rules and scans a file of lines in a process of its
 * own, and writes {@link StartFigures} as JSON. A process for each measurement, so that nothing of another is in it.
 */
import { readFileSync } from 'node:fs';
import { loadMappings, loadSigma } from '@dejfa/sigma';
import { mappingFiles, ruleFiles } from './rules.ts';
import { drain } from './times.ts';

/** Milliseconds and mebibytes of resident memory. */
export interface StartFigures {
  /** Reading, checking and compiling all rules from YAML. */
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

const path = process.argv[2] ?? '';
const files = ruleFiles();
const bytes = readFileSync(path);
const emptyMiB = residentMiB();
let startedMs = performance.now();
const { engine } = loadSigma(files);
const loadMs = performance.now() - startedMs;
const rulesMiB = residentMiB() - emptyMiB;
const { mappings } = loadMappings(mappingFiles());
startedMs = performance.now();
const scanner = engine.createScanner({ mappings, logsource: { product: 'windows' } });
if (scanner === null) throw new Error('this runtime has no WebAssembly');
drain(scanner.scan(bytes));
const firstScanMs = performance.now() - startedMs;
const figures: StartFigures = { loadMs, firstScanMs, rulesMiB, scannedMiB: residentMiB() - emptyMiB };
console.log(JSON.stringify(figures));
