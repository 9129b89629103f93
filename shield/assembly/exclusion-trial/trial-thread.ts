import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { NumberedProposal } from '../../detect/propose-exclusion.ts';
import { ExclusionError } from '../../ports/index.ts';
import type { TrialRequest } from './trial.ts';
import type { RuleTexts, TrialJob, TrialReply } from './trial-messages.ts';

const WORKER = new URL('./trial-worker.ts', import.meta.url);
/** The thread holds a second copy of the rules: it is let go when nobody tries anything out for so long. */
const IDLE_MS = 60_000;
/** Rules load in about a second; a trial that takes this long has gone wrong. */
const LONGEST_MS = 60_000;
const HEAP_MB = 1_024;

/**
 * Tries exclusions out in a thread of its own, one after the other, so that the shield goes on answering: loading a
 * rule set and inspecting with it takes a good part of a second. Owns the thread.
 */
export class TrialThread {
  readonly #cacheFolder: string;
  #worker: Worker | null = null;
  /** What the thread has loaded. */
  #rules: RuleTexts | null = null;
  #idle: NodeJS.Timeout | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `cacheFolder`: where what was found out about rules is kept between loads. */
  constructor(cacheFolder: string) {
    this.#cacheFolder = cacheFolder;
  }

  /** Rejects with `ExclusionError` for what cannot be excluded, and with the fault where the thread fails. */
  tryOut(rules: RuleTexts, request: TrialRequest): Promise<NumberedProposal> {
    const run = this.#last.then(() => this.#run(rules, request));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Ends the thread; what is under way rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #run(rules: RuleTexts, request: TrialRequest): Promise<NumberedProposal> {
    if (this.#closed) throw new Error('the shield is ending');
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    const job: TrialJob = { rules: this.#rules === rules ? null : rules, request };
    this.#rules = rules;
    try {
      const reply = await ask(worker, job);
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref();
      if (reply.kind === 'proposal') return reply.proposal;
      throw new ExclusionError(reply.code, reply.message);
    } catch (error) {
      if (!(error instanceof ExclusionError)) await this.#end();
      throw error;
    }
  }

  #start(): Worker {
    const worker = new Worker(WORKER, {
      workerData: this.#cacheFolder,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    // A fault between jobs has nobody who waits for it; the next job begins a new thread.
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    this.#worker = worker;
    return worker;
  }

  #forget(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#rules = null;
  }

  async #end(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    this.#rules = null;
    await worker?.terminate();
  }
}

/** One job and its reply; rejects when the thread fails, ends or takes too long. */
async function ask(worker: Worker, job: TrialJob): Promise<TrialReply> {
  const done = new AbortController();
  const limit = AbortSignal.any([done.signal, AbortSignal.timeout(LONGEST_MS)]);
  const ended = once(worker, 'exit', { signal: limit }).then(() => {
    throw new Error('the thread that tries exclusions out has ended');
  });
  const replied = once(worker, 'message', { signal: limit });
  worker.postMessage(job);
  try {
    const [reply] = (await Promise.race([replied, ended])) as [TrialReply];
    return reply;
  } finally {
    done.abort();
    await Promise.allSettled([replied, ended]);
  }
}
