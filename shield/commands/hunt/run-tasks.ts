import type { Lane } from './lane.ts';
import type { HuntStep, HuntTask } from './task.ts';

/** Hits that wait for a file before theirs to end; past it no new file is begun. */
const WAITING_LIMIT = 100_000;

/** What runs beside the tasks. */
export interface RunOptions {
  /** Aborted when no more is to be read. */
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

/** A batch of one task; `isEnd` with the last, also of a task that was stopped or never begun (`isRead` false). */
export interface OrderedBatch {
  readonly steps: readonly HuntStep[];
  readonly task: HuntTask;
  readonly isEnd: boolean;
  readonly isRead: boolean;
}

/**
 * Runs tasks on all lanes at once and yields what they find in the order of the tasks, whatever the number of lanes.
 * On `signal` tasks under way end early, no more are begun, and what was found is still yielded. `onBytes` is told at
 * once of bytes that were read.
 */
export async function* runTasks(
  tasks: readonly HuntTask[],
  lanes: readonly Lane[],
  options: RunOptions,
): AsyncGenerator<OrderedBatch> {
  const desk = new Desk(tasks, options);
  const stop = () => {
    for (const lane of lanes) lane.stop();
    desk.change();
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  for (const lane of lanes) void desk.serve(lane);
  try {
    for (const task of tasks) yield* desk.results(task);
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}

/** What is handed out and what came back; owns it for the length of one hunt. */
class Desk {
  readonly #tasks: readonly HuntTask[];
  readonly #options: RunOptions;
  readonly #waiting = new Map<HuntTask, HuntStep[]>();
  readonly #ended = new Set<HuntTask>();
  #next = 0;
  #held = 0;
  #emitting = 0;
  #failure: unknown = null;
  #changed = Promise.withResolvers<void>();

  constructor(tasks: readonly HuntTask[], options: RunOptions) {
    this.#tasks = tasks;
    this.#options = options;
  }

  /** Lets everybody who waits look again. */
  change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  async serve(lane: Lane): Promise<void> {
    try {
      for (let task = await this.#take(); task !== null; task = await this.#take()) {
        for await (const { steps, bytes } of lane.run(task)) {
          this.#options.onBytes(bytes);
          if (steps.length === 0) continue;
          this.#held += steps.length;
          this.#waiting.get(task)?.push(...steps);
          this.change();
        }
        this.#ended.add(task);
        this.change();
      }
    } catch (cause) {
      this.#failure ??= cause;
      this.change();
    }
  }

  /** The next task for a lane; null when there is none, or none is to be begun any more. */
  async #take(): Promise<HuntTask | null> {
    for (;;) {
      if (this.#options.signal.aborted) return null;
      const task = this.#tasks[this.#next];
      if (task === undefined) return null;
      if (this.#held < WAITING_LIMIT || this.#next === this.#emitting) {
        this.#next += 1;
        this.#waiting.set(task, []);
        if (task.error === null) return task;
        this.#ended.add(task);
        this.change();
      } else await this.#changed.promise;
    }
  }

  async *results(task: HuntTask): AsyncGenerator<OrderedBatch> {
    this.#emitting = task.index;
    this.change();
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const isEnd = this.#ended.has(task);
      const isRead = this.#waiting.has(task);
      const steps = this.#waiting.get(task)?.splice(0) ?? [];
      const isLeft = !isRead && this.#options.signal.aborted;
      this.#held -= steps.length;
      if (steps.length > 0 || isEnd || isLeft) {
        yield { task, steps, isEnd: isEnd || isLeft, isRead };
        if (!isEnd && !isLeft) continue;
        this.#waiting.delete(task);
        return;
      }
      await this.#changed.promise;
    }
  }
}
