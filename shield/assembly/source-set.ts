import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerIntake, IntakeReader } from '../adapters/intake/index.ts';
import type { Config } from '../config/index.ts';
import type { SourceReader, SourceStatus } from '../ports/index.ts';
import { openSource, type SourceParts } from './open-source.ts';

type SourceConfig = Config['sources'][number];

interface Running {
  readonly config: string;
  readonly reader: SourceReader;
}

/** The sources that are read. Owns their readers; a change of configuration touches only those that changed. */
export class SourceSet {
  readonly #parts: SourceParts;
  #running = new Map<string, Running>();

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  status(): readonly SourceStatus[] {
    return [...this.#running.values()].map(({ reader }) => reader.status());
  }

  /** Hands a request to the source of that name that takes logs by HTTP; false when there is none. */
  answerIntake(name: string, request: IncomingMessage, response: ServerResponse): boolean {
    const reader = this.#running.get(name)?.reader;
    if (!(reader instanceof IntakeReader)) return false;
    answerIntake(reader, request, response).catch((error: unknown) => {
      this.#parts.notices.warn(`the source ${name} could not answer: ${String(error)}`);
      response.destroy();
    });
    return true;
  }

  /** Stops what is gone or changed, starts what is new. A source that cannot start is named and does not hold up others. */
  async replace(sources: readonly SourceConfig[]): Promise<void> {
    const wanted = new Map(
      sources.map((source) => [source.name, { source, config: JSON.stringify(source) }]),
    );
    const before = this.#running;
    const kept = [...before].filter(([name, { config }]) => wanted.get(name)?.config === config);
    this.#running = new Map(kept);
    await Promise.all(
      [...before].map(([name, { reader }]) => (this.#running.has(name) ? undefined : reader.stop())),
    );
    for (const [name, { source, config }] of wanted) {
      if (this.#running.has(name)) continue;
      await this.#start(source, config);
    }
  }

  /** Drains every source: what was read is kept before this resolves, or read again after the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ reader }) => reader.stop()));
    this.#running.clear();
  }

  async #start(source: SourceConfig, config: string): Promise<void> {
    try {
      const reader = await openSource(source, this.#parts);
      await reader.start();
      this.#running.set(source.name, { config, reader });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.notices.warn(`the source ${source.name} is not read: ${reason}`);
    }
  }
}
