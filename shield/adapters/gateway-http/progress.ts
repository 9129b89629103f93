import type { Answer } from './answer.ts';
import type { Wait } from './deadline.ts';
import type { RequestBody } from './request-body.ts';

/** Where an exchange stands: `lingering` is over but for the rest of a request body that is thrown away. */
export type Phase = 'reading' | 'waiting' | 'responding' | 'tunnel' | 'lingering' | 'ended';

/** Where an exchange stands and since when nothing has moved, by a clock that is as fresh as the last sweep. */
export class Progress {
  #phase: Phase = 'reading';
  readonly #clock: { readonly sweptMs: number };
  readonly #startMs: number;
  #movedMs: number;
  #bodyMovedMs: number;

  constructor(clock: { readonly sweptMs: number }) {
    this.#clock = clock;
    this.#startMs = clock.sweptMs;
    this.#movedMs = clock.sweptMs;
    this.#bodyMovedMs = clock.sweptMs;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Nothing more is to be sent to the client. */
  get isOver(): boolean {
    return this.#phase === 'lingering' || this.#phase === 'ended';
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.moved();
  }

  /** A byte went to the upstream or came from it, or the client took one. */
  moved(): void {
    this.#movedMs = this.#clock.sweptMs;
  }

  /** A byte of the request body came. */
  bodyMoved(): void {
    this.#bodyMovedMs = this.#clock.sweptMs;
  }

  /** What it waits for now, and for how long already. */
  wait(nowMs: number, body: RequestBody | null, answer: Answer): Wait {
    const pauseMs = nowMs - this.#movedMs;
    switch (this.#phase) {
      case 'lingering':
        return { kind: 'linger', pauseMs };
      case 'responding':
        if (answer.slow || answer.ended) return { kind: 'client', pauseMs };
        return answer.isEventStream ? { kind: 'none' } : { kind: 'upstream', pauseMs };
      case 'reading':
      case 'waiting': {
        if (body === null || body.complete || body.paused) return { kind: 'upstream', pauseMs };
        const { receivedBytes } = body;
        const elapsedMs = nowMs - this.#startMs;
        return { kind: 'body', elapsedMs, pauseMs: nowMs - this.#bodyMovedMs, receivedBytes };
      }
      default:
        return { kind: 'none' };
    }
  }
}
