import type { Inspector, RequestHead, Transaction, Verdict } from '../api.ts';
import { withAnswer } from '../audit/with-answer.ts';
import type { Exchange, Finding, InspectionOptions, Refusal } from './options.ts';
import { requestHead } from './request-head.ts';
import { hasBody, watchBody } from './watch-body.ts';

const UNAVAILABLE = 503;
/** Crockford's base 32: nothing that is misread over the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What becomes of the request: on to the application, an answer, or nothing because the client left. */
export type Ruling =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'left' };

/** One request under inspection; owns its transaction. */
export class Inspection {
  readonly #exchange: Exchange;
  readonly #options: InspectionOptions;
  readonly #head: RequestHead;
  readonly #reference: string;
  readonly transaction: Transaction;
  #refusal: Refusal | null = null;
  #undetermined: string | null = null;

  /** Throws `MiddlewareError` where the request is none that can be inspected. */
  constructor(inspector: Inspector, exchange: Exchange, options: InspectionOptions) {
    this.#exchange = exchange;
    this.#options = options;
    this.#head = requestHead(exchange.incoming, options.clientAddress);
    this.#reference = options.uniqueId?.() ?? randomReference();
    const context = { nowMs: Date.now(), uniqueId: this.#reference };
    this.transaction = inspector.begin(this.#head, context);
    exchange.outgoing.once('close', () => this.#end());
  }

  /** Phases 1 and 2. Rejects with `MiddlewareError` when somebody has read the body before. */
  async request(): Promise<Ruling> {
    const { incoming } = this.#exchange;
    const first = this.rule(this.transaction.requestHeaders());
    if (first !== null) return { kind: 'refuse', refusal: first };
    if (this.transaction.wantsRequestBody && hasBody(incoming)) {
      const reading = await watchBody(incoming, (chunk) => this.transaction.appendRequestBody(chunk));
      if (reading === 'left') return { kind: 'left' };
    }
    const second = this.rule(this.transaction.requestBody());
    return second === null ? { kind: 'pass' } : { kind: 'refuse', refusal: second };
  }

  /** What a verdict comes to: a refusal that is to be answered, or null. */
  rule(verdict: Verdict): Refusal | null {
    if (verdict.kind === 'pass') return null;
    const status = verdict.kind === 'block' ? verdict.status : UNAVAILABLE;
    const refusal: Refusal = { status, verdict, reference: this.#reference };
    if (verdict.kind === 'undetermined') {
      this.#undetermined ??= verdict.reason;
      if (this.#options.onUndetermined !== 'closed') return null;
    }
    this.#refusal ??= refusal;
    return this.#options.mode === 'detect' ? null : refusal;
  }

  #end(): void {
    this.transaction.end();
    this.#giveAuditRecord();
    const { onMatch, mode } = this.#options;
    if (onMatch === undefined) return;
    const matches = this.transaction.matches.filter(({ log }) => log);
    if (matches.length === 0 && this.#undetermined === null) return;
    const refused: Finding['effect'] = mode === 'detect' ? 'would-block' : 'blocked';
    onMatch({
      reference: this.#reference,
      request: this.#head,
      refusal: this.#refusal,
      effect: this.#refusal === null ? 'passed' : refused,
      matches,
      scores: this.transaction.scores,
      undetermined: this.#undetermined,
    });
  }

  #giveAuditRecord(): void {
    const { onAuditRecord, mode } = this.#options;
    const record = onAuditRecord === undefined ? null : this.transaction.auditRecord();
    if (record === null) return;
    const { headersSent, statusCode } = this.#exchange.outgoing;
    const blocked = this.#refusal !== null && mode !== 'detect';
    onAuditRecord?.(withAnswer(record, { status: headersSent ? statusCode : 0, blocked }));
  }
}

/** Sixty random bits, `XXXX-XXXX-XXXX`. */
function randomReference(): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => ALPHABET[byte & 31]);
  return letters.join('').replace(/(.{4})(.{4})/, '$1-$2-');
}
