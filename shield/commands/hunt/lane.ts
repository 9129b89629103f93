import type { HuntBatch, HuntSettings, HuntTask, RuleFacts } from './task.ts';

/** Somebody who runs tasks, one at a time: a thread, or this one. */
export interface Lane {
  /** Resolves once the rules are loaded. */
  readonly facts: Promise<RuleFacts>;
  /** Batches of a task in order; after {@link Lane.stop} they end early. */
  run(task: HuntTask): AsyncIterable<HuntBatch>;
  stop(): void;
  close(): Promise<void>;
}

/** Hunts in this thread: where there is little to read, starting threads takes longer. */
export function localLane(settings: HuntSettings): Lane {
  let isStopped = false;
  const hunter = import('./hunter.ts').then(({ Hunter }) => new Hunter(settings));
  return {
    facts: hunter.then((one) => one.facts()),
    async *run(task) {
      yield* (await hunter).run(task, () => isStopped);
    },
    stop: () => {
      isStopped = true;
    },
    close: async () => {},
  };
}
