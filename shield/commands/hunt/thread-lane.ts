import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerStart } from './hunt-worker.ts';
import type { Lane } from './lane.ts';
import type { HuntBatch, HuntSettings, HuntTask, RuleFacts } from './task.ts';

/** A lane that is a thread of its own. Rejects and throws when the thread fails, which is an error of the program. */
export function threadLane(settings: HuntSettings): Lane {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const start: WorkerStart = { settings, stop };
  const worker = new Worker(new URL('./hunt-worker.ts', import.meta.url), { workerData: start });
  const inbox: WorkerMessage[] = [];
  const loading = Promise.withResolvers<RuleFacts>();
  loading.promise.catch(() => {});
  let wake = () => {};
  let failure: unknown = null;
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'facts') loading.resolve(message.facts);
    else inbox.push(message);
    wake();
  });
  worker.on('error', (cause) => {
    failure = cause;
    loading.reject(cause);
    wake();
  });
  const next = async (): Promise<WorkerMessage> => {
    for (;;) {
      const message = inbox.shift();
      if (message !== undefined) return message;
      if (failure !== null) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    facts: loading.promise,
    async *run(task: HuntTask): AsyncGenerator<HuntBatch> {
      worker.postMessage(task);
      for (let message = await next(); message.kind !== 'done'; message = await next()) {
        if (message.kind === 'batch') yield message.batch;
      }
    },
    stop: () => void Atomics.store(stop, 0, 1),
    close: async () => void (await worker.terminate()),
  };
}
