/** A thread that scans the same lines again and again, as often as it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadMappings, loadSigma } from '@dejfa/sigma';
import type { Lane } from './lanes.ts';
import { mappingFiles, ruleFiles } from './rules.ts';
import { drain } from './times.ts';

const port = parentPort;
if (port === null) throw new Error('thread-worker.ts runs as a thread');
const { lines, logsource }: Lane = workerData;
const { mappings } = loadMappings(mappingFiles());
const scanner = loadSigma(ruleFiles()).engine.createScanner({ mappings, logsource });
if (scanner === null) throw new Error('this runtime has no WebAssembly');
const bytes = Buffer.from(lines.join('\n'));

port.on('message', (turns: number) => {
  for (let turn = 0; turn < turns; turn += 1) drain(scanner.scan(bytes));
  port.postMessage('done');
});
