import type { RequestHead, ResponseHead } from '@dejfa/seclang';
import type { ExchangeEnd, GuardedRequest, Refusal, RequestGuard, Ruling } from '../../ports/index.ts';
import type { Counters } from './counters.ts';

const PASS: Ruling = { kind: 'pass' };

/** Stands in when the guard could not even begin and the service's policy is open. */
const UNGUARDED: GuardedRequest = {
  head: () => PASS,
  wantsBody: false,
  reference: '',
  append: () => false,
  body: () => PASS,
  response: () => PASS,
  wantsResponseBody: false,
  appendResponse: () => false,
  responseBody: () => PASS,
  responseUnreadable: () => PASS,
  refused: () => '',
  end: () => undefined,
};

/** Asks the guard about one request, and turns its exceptions into what the service's policy says. */
export class Inspection {
  readonly #guard: RequestGuard;
  readonly #guarded: GuardedRequest;
  readonly #policy: 'open' | 'closed';
  readonly #counters: Counters;
  readonly #describe: () => Refusal;
  #failedToBegin = false;

  constructor(
    guard: RequestGuard,
    request: {
      readonly service: string;
      readonly head: RequestHead;
      readonly policy: 'open' | 'closed';
      readonly counters: Counters;
      /** What is told to `guard.refused` when the policy is closed and the guard throws. */
      readonly describe: () => Refusal;
    },
  ) {
    this.#guard = guard;
    this.#policy = request.policy;
    this.#counters = request.counters;
    this.#describe = request.describe;
    this.#guarded = this.#begin(request.service, request.head);
  }

  head(): Ruling {
    if (this.#failedToBegin) return this.#failed();
    try {
      return this.#guarded.head();
    } catch (error) {
      return this.#failed(error);
    }
  }

  get wantsBody(): boolean {
    try {
      return this.#guarded.wantsBody;
    } catch (error) {
      this.#counters.countInspectionError(error);
      return false;
    }
  }

  get reference(): string {
    try {
      return this.#guarded.reference;
    } catch (error) {
      this.#counters.countInspectionError(error);
      return '';
    }
  }

  append(chunk: Uint8Array): boolean {
    try {
      return this.#guarded.append(chunk);
    } catch (error) {
      this.#counters.countInspectionError(error);
      return false;
    }
  }

  body(): Ruling {
    try {
      return this.#guarded.body();
    } catch (error) {
      return this.#failed(error);
    }
  }

  response(head: ResponseHead): Ruling {
    try {
      return this.#guarded.response(head);
    } catch (error) {
      return this.#failed(error);
    }
  }

  get wantsResponseBody(): boolean {
    try {
      return this.#guarded.wantsResponseBody;
    } catch (error) {
      this.#counters.countInspectionError(error);
      return false;
    }
  }

  appendResponse(chunk: Uint8Array): boolean {
    try {
      return this.#guarded.appendResponse(chunk);
    } catch (error) {
      this.#counters.countInspectionError(error);
      return false;
    }
  }

  /** `unreadable`: why the body could not be read; null when it was shown as far as it was wanted. */
  responseBody(unreadable: string | null): Ruling {
    try {
      return unreadable === null
        ? this.#guarded.responseBody()
        : this.#guarded.responseUnreadable(unreadable);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** The reference number for a refusal after the head; empty when the guard throws. */
  refused(refusal: Refusal): string {
    if (this.#failedToBegin) return askReference(this.#guard, refusal, this.#counters);
    this.#counters.countRefused(refusal.code);
    try {
      return this.#guarded.refused(refusal);
    } catch (error) {
      this.#counters.countInspectionError(error);
      return '';
    }
  }

  end(end: ExchangeEnd): void {
    try {
      this.#guarded.end(end);
    } catch (error) {
      this.#counters.countInspectionError(error);
    }
  }

  #begin(service: string, head: RequestHead): GuardedRequest {
    try {
      return this.#guard.begin(service, head);
    } catch (error) {
      this.#counters.countInspectionError(error);
      this.#failedToBegin = true;
      return UNGUARDED;
    }
  }

  #failed(error?: unknown): Ruling {
    if (error !== undefined) this.#counters.countInspectionError(error);
    if (this.#policy === 'open') return PASS;
    return {
      kind: 'block',
      status: 503,
      reference: askReference(this.#guard, this.#describe(), this.#counters),
    };
  }
}

/** Tells the guard of a refusal; the reference number, or empty when the guard throws. */
export function askReference(guard: RequestGuard, refusal: Refusal, counters: Counters): string {
  counters.countRefused(refusal.code);
  try {
    return guard.refused(refusal);
  } catch (error) {
    counters.countInspectionError(error);
    return '';
  }
}
