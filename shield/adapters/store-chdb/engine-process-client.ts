import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { StoreError } from '../../ports/index.ts';
import { engineError } from '../../record/index.ts';
import { MessageChannel } from './message-channel.ts';
import type { EngineReply, EngineRequest } from './messages.ts';

const MODULE = fileURLToPath(new URL('./engine-process.ts', import.meta.url));
/** Threads for the writer, the readers and the file work of the child. */
const CHILD_THREADS = '8';
const STDERR_LIMIT = 4_096;
const CLOSE_PATIENCE_MS = 10_000;

/** What the process answered to a request that it could do. */
export interface EngineAnswer {
  readonly reply: EngineReply & { readonly kind: 'done' };
  readonly body: Uint8Array;
}

interface Pending {
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The engine process ended before it answered: the request may or may not have been done. */
export class EngineDied extends Error {
  /** What the engine wrote to its standard error last. */
  readonly lastWords: string;

  constructor(ending: string, lastWords: string) {
    super(`the engine process ended (${ending})${lastWords === '' ? '' : `: ${lastWords}`}`);
    this.name = 'EngineDied';
    this.lastWords = lastWords;
  }
}

/** One run of the engine process, from its start to its end. A crash of the engine ends this object and no more. */
export class EngineProcessClient {
  readonly #child: ChildProcess;
  readonly #channel: MessageChannel<EngineRequest, EngineReply>;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #stderr = '';
  #death: EngineDied | null = null;

  constructor() {
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MODULE], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, UV_THREADPOOL_SIZE: CHILD_THREADS, NODE_OPTIONS: '' },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LIMIT);
    });
    const socket = this.#child.stdio[3] as Duplex;
    socket.on('error', () => undefined); // the end of the child says the same, with its reason
    this.#channel = new MessageChannel(socket, ({ id, message, body }) => this.#receive(id, message, body));
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#die(error.message, resolve));
      this.#child.once('close', (code, signal) => this.#die(signal ?? `exit code ${code}`, resolve));
    });
  }

  get alive(): boolean {
    return this.#death === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects with StoreError when the engine says no, with EngineDied when it can say nothing any more. */
  request(message: EngineRequest, body?: Uint8Array): Promise<EngineAnswer> {
    if (this.#death !== null) return Promise.reject(this.#death);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#channel.send(id, message, body);
    });
  }

  /** Closes the store in the process and waits for its end; ends it by force after ten seconds. */
  async close(): Promise<void> {
    const force = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_PATIENCE_MS);
    try {
      await this.request({ kind: 'close' });
    } catch {
      // It is dead already, or cannot close: the end is the same, and the journal makes it safe.
    }
    this.#child.stdio[3]?.destroy();
    await this.#exited;
    clearTimeout(force);
  }

  #receive(id: number, message: EngineReply, body: Uint8Array): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (message.kind === 'done') pending?.resolve({ reply: message, body });
    else pending?.reject(new StoreError(message.code, message.message));
  }

  #die(ending: string, exited: () => void): void {
    this.#death ??= new EngineDied(ending, this.#stderr.trim());
    for (const pending of this.#pending.values()) pending.reject(this.#death);
    this.#pending.clear();
    exited();
  }

  /** A failure to open, with what the engine said about it on its standard error; always a StoreError. */
  openError(cause: unknown): StoreError {
    const fromEngine = engineError(this.#stderr.trim(), cause);
    if (fromEngine.code !== 'rejected') return fromEngine;
    if (cause instanceof StoreError && this.#stderr === '') return cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new StoreError('unavailable', `the store's engine did not start: ${reason}`, { cause });
  }
}
