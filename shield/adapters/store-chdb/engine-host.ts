import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../ports/index.ts';
import { ChdbSession } from './chdb-session.ts';
import { requireFreeSpace } from './free-space.ts';
import { Journal } from './journal.ts';
import { decodePayload } from './journal-frame.ts';
import type { EngineReply, EngineRequest } from './messages.ts';
import { verifyNewestParts } from './verify-parts.ts';

interface Answer {
  readonly reply: EngineReply;
  readonly body?: Uint8Array;
}

const DONE: Answer = { reply: { kind: 'done' } };

function isRejection(cause: unknown): boolean {
  return cause instanceof RangeError || (cause instanceof StoreError && cause.code === 'rejected');
}

/** What runs inside the engine process: the sessions and the journal of one store folder. */
export class EngineHost {
  #folder = '';
  #session: ChdbSession | null = null;
  #journal: Journal | null = null;
  /** Inserts wait for each other: a frame is in the journal until its own rows are in the tables. */
  #inserting: Promise<unknown> = Promise.resolve();

  /** Answers one request; throws StoreError. */
  async answer(request: EngineRequest, body: Uint8Array): Promise<Answer> {
    switch (request.kind) {
      case 'open':
        return this.#openFolder(request);
      case 'select':
        return {
          reply: { kind: 'done' },
          body: await this.#use().session.select(request.sql, request.params),
        };
      case 'command':
        await this.#use().session.command(request.sql, request.params);
        return DONE;
      case 'insert':
        return this.#inTurn(() => this.#insert(body));
      case 'recover':
        return this.#inTurn(() => this.#recover(request.setAside));
      case 'close':
        return this.#inTurn(() => this.#close());
    }
  }

  #use(): { readonly session: ChdbSession; readonly journal: Journal } {
    if (this.#session === null || this.#journal === null) {
      throw new StoreError('closed', 'the engine process has no store open.');
    }
    return { session: this.#session, journal: this.#journal };
  }

  #inTurn(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#inserting.then(work);
    this.#inserting = turn.catch(() => undefined);
    return turn;
  }

  #openFolder(request: EngineRequest & { readonly kind: 'open' }): Answer {
    mkdirSync(request.path, { recursive: true, mode: 0o700 });
    // The engine first: it locks the folder, and the journal must have one owner too.
    this.#session = new ChdbSession(join(request.path, 'engine'), request);
    this.#journal = new Journal(join(request.path, 'journal'), request.fsync);
    this.#folder = request.path;
    return DONE;
  }

  async #insert(payload: Uint8Array): Promise<Answer> {
    const { journal } = this.#use();
    requireFreeSpace(this.#folder, payload.length);
    // What an earlier failure left unfinished comes first, so that later rows stay the later ones.
    const { notice } = await this.#replay();
    journal.append(payload);
    try {
      await this.#insertParts(payload);
      journal.clear();
    } catch (cause) {
      // A batch that can never go in must not stand in the way of the next; any other is finished later.
      if (isRejection(cause)) journal.clear();
      throw cause;
    }
    return { reply: { kind: 'done', ...(notice === undefined ? {} : { notice }) } };
  }

  async #insertParts(payload: Uint8Array): Promise<void> {
    const { session } = this.#use();
    for (const part of decodePayload(payload)) await session.insert(part);
  }

  async #recover(setAside: boolean): Promise<Answer> {
    const { journal, session } = this.#use();
    await verifyNewestParts(session);
    if (!setAside || journal.isEmpty()) return { reply: { kind: 'done', ...(await this.#replay()) } };
    const notice = `a batch that killed the engine was set aside as ${this.#setAside(journal)}`;
    return { reply: { kind: 'done', batches: 0, notice } };
  }

  /** Inserts every whole frame of the journal and empties it; what cannot be read or inserted is set aside. */
  async #replay(): Promise<{ readonly batches: number; readonly notice?: string }> {
    const { journal } = this.#use();
    if (journal.isEmpty()) return { batches: 0 };
    const { payloads, end } = journal.scan();
    let batches = 0;
    try {
      for (const payload of payloads) {
        await this.#insertParts(payload);
        batches += 1;
      }
    } catch (cause) {
      if (!isRejection(cause)) throw cause;
    }
    if (batches === payloads.length && end !== 'damaged') {
      journal.clear();
      return { batches };
    }
    const kept = this.#setAside(journal);
    return {
      batches,
      notice: `the journal is not usable after ${batches} whole batches; it was kept as ${kept}`,
    };
  }

  #setAside(journal: Journal): string {
    const target = `${join(this.#folder, 'journal')}.set-aside-${Date.now()}`;
    journal.setAside(target);
    return target;
  }

  async #close(): Promise<Answer> {
    this.#journal?.close();
    this.#session?.close();
    this.#journal = null;
    this.#session = null;
    return DONE;
  }
}
