import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditRecord, RequestHead, RuleMatch, Transaction, Verdict } from '../api.ts';

/** A request that is not let through, and why. */
export interface Refusal {
  /** What to answer with: that of the rule, or 503 where the request could not be judged. */
  readonly status: number;
  /** What the rules said; never `pass`. */
  readonly verdict: Exclude<Verdict, { readonly kind: 'pass' }>;
  /** The transaction's identifier; on the page that the visitor sees, and in {@link Finding}. */
  readonly reference: string;
}

/** What was found in one request, given once, when its answer has gone out or its client has left. */
export interface Finding {
  readonly reference: string;
  readonly request: RequestHead;
  /** The refusal, also where mode `detect` let the request through; null where nothing objects. */
  readonly refusal: Refusal | null;
  readonly effect: 'blocked' | 'would-block' | 'passed';
  /** Matches of rules that log. */
  readonly matches: readonly RuleMatch[];
  readonly scores: Transaction['scores'];
  /** Why the rules could not judge all of the request; null where they could. */
  readonly undetermined: string | null;
}

/** A request on a server of Node's, and the answer to it. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** How requests to an application are inspected. What the rules themselves are told is in `InspectorOptions`. */
export interface InspectionOptions {
  /** `detect` refuses nothing; {@link Finding} says what would have been. Default `block`. */
  readonly mode?: 'block' | 'detect';
  /** A request that the rules cannot judge is let through (`open`) or refused with 503 (`closed`). Default `open`. */
  readonly onUndetermined?: 'open' | 'closed';
  /**
   * Runs phases 3 and 4: answers of the inspected media types are held back up to the inspector's limit, then sent or
   * replaced. Default false.
   */
  readonly responses?: boolean;
  /** Told of each request in which a rule that logs matched, or that could not be judged. Must not throw. */
  readonly onMatch?: (finding: Finding) => void;
  /**
   * Given the audit record of each request that `SecAuditEngine`, or the inspector's `auditEngine`, wants one of: to be
   * written as a line of JSON. Comes when the answer has gone out. Must not throw.
   */
  readonly onAuditRecord?: (record: AuditRecord) => void;
  /** Answers a refused request, at once; nothing is sent before it. The default is a line of text. */
  readonly respond?: (refusal: Refusal, exchange: Exchange) => void;
  /** Address of the client where a proxy stands before the server. Default: the peer of the connection. */
  readonly clientAddress?: (incoming: IncomingMessage) => string;
  /** Makes the identifier of a request. Default: 12 random characters. */
  readonly uniqueId?: () => string;
}
