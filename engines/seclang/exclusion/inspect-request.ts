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
