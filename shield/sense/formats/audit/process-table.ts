/** What is remembered of a process: its program and its command line. */
export interface KnownProcess {
  readonly image: string | null;
  readonly commandLine: string | null;
}

/** Processes remembered; the one that was heard of least lately is forgotten first. */
export const PROCESS_LIMIT = 4096;

/**
 * Owns what a log told of the processes of its machines, so that a child can be shown with its parent. A number that
 * is used again stands for the newer process. A parent that forked without starting a program is not in the log: its
 * children are then shown without one.
 */
export class ProcessTable {
  readonly #known = new Map<string, KnownProcess>();

  keep(host: string | null, id: string, process: KnownProcess): void {
    const key = `${host ?? ''}\t${id}`;
    this.#known.delete(key);
    this.#known.set(key, process);
    const oldest = this.#known.keys().next();
    if (this.#known.size > PROCESS_LIMIT && oldest.done !== true) this.#known.delete(oldest.value);
  }

  find(host: string | null, id: string): KnownProcess | null {
    return this.#known.get(`${host ?? ''}\t${id}`) ?? null;
  }
}
