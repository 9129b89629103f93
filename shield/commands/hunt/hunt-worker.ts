/** A thread of a hunt: loads the rules, then runs the tasks that it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { Hunter } from './hunter.ts';
import type { HuntBatch, HuntSettings, HuntTask, RuleFacts } from './task.ts';

/** What the thread is started with; `stop[0]` becomes 1 when it is to end its task early. */
export interface WorkerStart {
  readonly settings: HuntSettings;
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What the thread sends. */
export type WorkerMessage =
  | { readonly kind: 'facts'; readonly facts: RuleFacts }
  | { readonly kind: 'batch'; readonly batch: HuntBatch }
  | { readonly kind: 'done' };

/** Less than this of reading is not worth a message of its own, unless there are steps. */
const QUIET_BYTES = 4 * 1_048_576;

const port = parentPort;
if (port === null) throw new Error('hunt-worker.ts runs as a thread');
const { settings, stop }: WorkerStart = workerData;
const hunter = new Hunter(settings);
const send = (message: WorkerMessage) => port.postMessage(message);

send({ kind: 'facts', facts: hunter.facts() });
port.on('message', (task: HuntTask) => void run(task));

async function run(task: HuntTask): Promise<void> {
  let quietBytes = 0;
  for await (const { steps, bytes } of hunter.run(task, () => Atomics.load(stop, 0) === 1)) {
    quietBytes += bytes;
    if (steps.length === 0 && quietBytes < QUIET_BYTES) continue;
    send({ kind: 'batch', batch: { steps, bytes: quietBytes } });
    quietBytes = 0;
  }
  if (quietBytes > 0) send({ kind: 'batch', batch: { steps: [], bytes: quietBytes } });
  send({ kind: 'done' });
}
