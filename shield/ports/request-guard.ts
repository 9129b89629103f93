import type { RequestHead, ResponseHead } from '@dejfa/seclang';

/** What the gateway does with a request after asking the guard. */
export type Ruling =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'block';
      readonly status: number;
      /** Number that the visitor sees and the operator finds the request by. */
      readonly reference: string;
      /** What the visitor gets instead of the page; absent: the page. */
      readonly instead?: BlockAction;
    };

/** Other ways to refuse than a page (SecLang `drop`, `redirect`). */
export type BlockAction =
  /** The connection is closed without an answer. */
  | { readonly kind: 'drop' }
  /** The page says that the visitor is to go elsewhere. */
  | { readonly kind: 'redirect'; readonly location: string };

/** How a request ended, as the gateway saw it. */
export interface ExchangeEnd {
  /** Status sent to the client; 0 when the client left before one was sent. */
  readonly status: number;
  /** Bytes of the bodies, without heads and framing. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly durationMs: number;
  /** Set when the gateway itself refused or broke off: `upstream-unreachable`, `timeout`, `client-left`, `body-too-large` … */
  readonly fault?: string;
}

/** A request under guard, from its head to its end. Calls come in order; `end` always comes, once. */
export interface GuardedRequest {
  /** After the head: address table, then phase 1. */
  head(): Ruling;
  /** Number on every page that the gateway answers this request with itself: a block, or an upstream that fails. */
  readonly reference: string;
  readonly wantsBody: boolean;
  /** Adds body bytes; false when no more are wanted: then `body` is to be asked before they are forwarded. */
  append(chunk: Uint8Array): boolean;
  /** After the body, or as much of it as is inspected: phase 2. Nothing is forwarded before it passes. */
  body(): Ruling;
  /** After the head of the response: phase 3. */
  response(head: ResponseHead): Ruling;
  /** Whether the body of that response is to be shown before it is passed on. */
  readonly wantsResponseBody: boolean;
  /** Adds bytes of the response's body, decompressed; false when no more are wanted. */
  appendResponse(chunk: Uint8Array): boolean;
  /** After the response's body, or as much of it as is inspected, or where none is: phase 4. Always asked once. */
  responseBody(): Ruling;
  /** The response's body cannot be read (an unknown or broken compression); asked instead of `responseBody`. */
  responseUnreadable(reason: string): Ruling;
  /**
   * The gateway refuses the request after its head was taken, by the form, size or pace of its body. Returns the
   * reference number for the answer; `end` still comes, and the two are one event.
   */
  refused(refusal: Refusal): string;
  end(end: ExchangeEnd): void;
}

/** A request that the gateway refused before it was one: malformed, smuggling form, too large a head. */
export interface Refusal {
  readonly timeMs: number;
  readonly clientAddress: string;
  readonly serverPort: number;
  /** Stable: `conflicting-length`, `obsolete-folding`, `bad-chunk`, `head-too-large`, `slow-head` … */
  readonly code: string;
  /** First bytes of what came, latin1, at most 1,024. */
  readonly excerpt: string;
  readonly status: number;
}

/** What the gateway asks. Implemented by the pipeline; the gateway knows nothing of rules or decisions. */
export interface RequestGuard {
  begin(service: string, head: RequestHead): GuardedRequest;
  /** Returns the reference number for the answer. */
  refused(refusal: Refusal): string;
}
