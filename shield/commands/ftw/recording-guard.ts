import type { Inspector, RequestHead, ResponseHead, RuleMatch, Transaction, Verdict } from '@dejfa/seclang';
import type { ExchangeEnd, GuardedRequest, RequestGuard, Ruling } from '../../ports/index.ts';
import type { Seen } from './judge.ts';

/** The two ways in which a request is inspected. */
export interface FtwInspectors {
  /** Blocks nothing, so that every rule has its turn: for tests that look at the log. */
  readonly detecting: Inspector;
  /** For tests that expect a refusal by the rules. */
  readonly blocking: Inspector;
  /** Empties the collections (`IP`, `SESSION` …) that both keep from one request to the next. */
  forget(): void;
}

const PASS: Ruling = { kind: 'pass' };
/** Rules see the same addresses and the same time whichever way a request comes. */
const ADDRESSES = {
  clientAddress: '127.0.0.1',
  clientPort: 40_000,
  serverAddress: '127.0.0.1',
  serverPort: 80,
};

/** One request of a test under its rules. */
export class RecordedRequest implements GuardedRequest {
  readonly reference = 'ftw';
  readonly request: RequestHead;
  /** Resolves when the exchange has ended. */
  readonly ended: Promise<void>;
  /** All that matched, also rules that do not log; whole once it has ended. */
  matches: readonly RuleMatch[] = [];
  /** Why the rules could not judge it; null where they could. */
  undetermined: string | null = null;
  readonly #transaction: Transaction;
  readonly #onRefused: (() => void) | undefined;
  #settle: () => void = () => undefined;

  /** `onRefused`: the gateway refuses it by itself. */
  constructor(
    inspector: Inspector,
    head: RequestHead,
    options: { readonly nowMs: number; readonly onRefused?: () => void },
  ) {
    const { nowMs } = options;
    this.#onRefused = options.onRefused;
    this.request = { ...head, ...ADDRESSES };
    this.#transaction = inspector.begin(this.request, { nowMs, uniqueId: 'ftw' });
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  head(): Ruling {
    return this.#rule(this.#transaction.requestHeaders());
  }

  get wantsBody(): boolean {
    return this.#transaction.wantsRequestBody;
  }

  append(chunk: Uint8Array): boolean {
    return this.#transaction.appendRequestBody(chunk);
  }

  body(): Ruling {
    return this.#rule(this.#transaction.requestBody());
  }

  response(head: ResponseHead): Ruling {
    return this.#rule(this.#transaction.responseHeaders(head));
  }

  get wantsResponseBody(): boolean {
    return this.#transaction.wantsResponseBody;
  }

  appendResponse(chunk: Uint8Array): boolean {
    return this.#transaction.appendResponseBody(chunk);
  }

  responseBody(): Ruling {
    return this.#rule(this.#transaction.responseBody());
  }

  responseUnreadable(): Ruling {
    return this.responseBody();
  }

  refused(): string {
    this.#onRefused?.();
    return this.reference;
  }

  end(_end?: ExchangeEnd): void {
    this.#transaction.end();
    this.matches = this.#transaction.matches;
    this.#settle();
  }

  #rule(verdict: Verdict): Ruling {
    // What cannot be judged is let through, as it is by a service that says nothing else; the other rules have
    // their turn.
    if (verdict.kind === 'undetermined') this.undetermined ??= verdict.reason;
    if (verdict.kind !== 'block') return PASS;
    return { kind: 'block', status: verdict.status, reference: this.reference };
  }
}

/** What the rules did with a request that has ended; with nothing where none was asked. */
export function recordOf(recorded: RecordedRequest | null): Pick<Seen, 'head' | 'matches' | 'undetermined'> {
  if (recorded === null) return { head: null, matches: [], undetermined: null };
  return { head: recorded.request, matches: recorded.matches, undetermined: recorded.undetermined };
}

/** Guards one lane: remembers the first request of the test that runs in it, and whether the gateway refused. */
export class RecordingGuard implements RequestGuard {
  recorded: RecordedRequest | null = null;
  /** The gateway refused by itself what came first, before or after it was a request; not what came behind it. */
  refusedItself = false;
  readonly #inspectors: FtwInspectors;
  readonly #nowMs: number;
  #blocking = false;

  constructor(inspectors: FtwInspectors, nowMs: number) {
    this.#inspectors = inspectors;
    this.#nowMs = nowMs;
  }

  /** A request of a test follows. */
  expect(blocking: boolean): void {
    this.#blocking = blocking;
    this.recorded = null;
    this.refusedItself = false;
  }

  begin(_service: string, head: RequestHead): GuardedRequest {
    const inspector = this.#blocking ? this.#inspectors.blocking : this.#inspectors.detecting;
    const request = new RecordedRequest(inspector, head, {
      nowMs: this.#nowMs,
      onRefused: () => {
        if (this.recorded === request) this.refusedItself = true;
      },
    });
    this.recorded ??= request;
    return request;
  }

  refused(): string {
    if (this.recorded === null) this.refusedItself = true;
    return 'ftw';
  }
}
