import type { Counters } from './counters.ts';
import type { Inspection } from './inspection.ts';
import { ResponseDecoder } from './response-decoder.ts';

/** A response whose body is to be looked at. */
export interface HeldResponse {
  readonly inspection: Inspection;
  /** Flat name-value pairs. */
  readonly rawHeaders: readonly string[];
  /** Bytes that are held at most, and that the guard is shown at most. */
  readonly limitBytes: number;
  readonly counters: Counters;
  /** The guard can be asked now: `unreadable` says why the body could not be read. Comes once. */
  readonly inspectable: (unreadable: string | null) => void;
}

/** Holds the body of a response back while the guard looks at it, up to a limit; owns what it holds. */
export class ResponseBody {
  /** The upstream is kept from sending because a decompression is under way. */
  paused = false;
  readonly #held: HeldResponse;
  readonly #decoder: ResponseDecoder | null;
  readonly #chunks: Buffer[] = [];
  #heldBytes = 0;
  #shownBytes = 0;
  #decided = false;

  constructor(held: HeldResponse) {
    this.#held = held;
    this.#decoder = ResponseDecoder.for(held.rawHeaders, { decoded: (chunk) => this.#show(chunk) });
  }

  /** Takes what came; false: wait, `resume` is called when more can be taken. */
  add(chunk: Buffer, resume: () => void): boolean {
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    this.#held.counters.heldBytes += chunk.length;
    const overfull = this.#heldBytes >= this.#held.limitBytes;
    if (this.#decoder === null) {
      if (!this.#show(chunk) || overfull) this.#decide();
      return true;
    }
    this.paused = true;
    this.#decoder.write(chunk, () => {
      this.paused = false;
      if (this.#decoder?.done === true || overfull) this.#decide();
      resume();
    });
    // It may have been taken at once.
    return !this.paused;
  }

  /** The last byte has come. */
  end(): void {
    if (this.#decoder === null) this.#decide();
    else this.#decoder.end(() => this.#decide());
  }

  /** What is held, in order, once the guard lets it pass; held no more. */
  release(): readonly Buffer[] {
    this.#decided = true;
    this.#decoder?.close();
    this.#held.counters.heldBytes -= this.#heldBytes;
    this.#heldBytes = 0;
    return this.#chunks.splice(0);
  }

  #show(chunk: Buffer): boolean {
    const { inspection, limitBytes } = this.#held;
    const room = limitBytes - this.#shownBytes;
    this.#shownBytes += chunk.length;
    const more = inspection.appendResponse(chunk.length > room ? chunk.subarray(0, room) : chunk);
    return more && this.#shownBytes < limitBytes;
  }

  #decide(): void {
    if (this.#decided) return;
    this.#decided = true;
    this.#held.inspectable(this.#decoder?.failure ?? null);
  }
}

/** A response that has no body, or one that cannot be held: server-sent events, or a part of a compressed whole. */
export function isHoldable(method: string, status: number, rawHeaders: readonly string[]): boolean {
  if (method === 'HEAD' || status === 204 || status === 304) return false;
  let encoded = false;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase();
    const value = rawHeaders[i + 1]?.toLowerCase() ?? '';
    if (name === 'content-type' && value.trimStart().startsWith('text/event-stream')) return false;
    if (name === 'content-encoding' && value.trim() !== 'identity') encoded = true;
  }
  return !(status === 206 && encoded);
}
