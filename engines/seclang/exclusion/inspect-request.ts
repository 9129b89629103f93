import type { Inspector, RequestHead, RuleMatch, Verdict } from '../api.ts';

/** A request as far as it is known. */
export interface KnownRequest {
  readonly head: RequestHead;
  readonly body: Uint8Array;
}

/** What the request phases said of a request. */
export interface RequestOutcome {
  readonly verdict: Verdict;
  readonly matches: readonly RuleMatch[];
  /** Inbound anomaly score. */
  readonly score: number;
}

/**
 * The same rules twice. Watching, a request runs to its end: what a first rule set blocks for is known together with
 * what a second one would have blocked for next.
 */
export interface InspectorPair {
  readonly blocking: Inspector;
  /** Of mode `detect`. */
  readonly watching: Inspector;
}

/** Runs phases 1 and 2 over a request, at a time and by a name that the caller gives. */
export function inspectRequest(
  inspector: Inspector,
  { head, body }: KnownRequest,
  context: { readonly nowMs: number; readonly uniqueId: string },
): RequestOutcome {
  const transaction = inspector.begin(head, context);
  let verdict = transaction.requestHeaders();
  if (verdict.kind !== 'block') {
    if (transaction.wantsRequestBody && body.length > 0) transaction.appendRequestBody(body);
    verdict = transaction.requestBody();
  }
  const outcome = { verdict, matches: transaction.matches, score: transaction.scores.inbound };
  transaction.end();
  return outcome;
}
