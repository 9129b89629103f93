import type { Inspector, ResponseHead, Transaction } from '@dejfa/seclang';
import { type WafRequest, wireHeaders } from './requests.ts';
import type { WafVerdict } from './verdict.ts';

/** A request in the form in which a gateway has it when inspection begins. */
export interface PreparedRequest {
  readonly name: string;
  readonly head: Parameters<Inspector['begin']>[0];
  readonly body: Uint8Array;
}

/** The head of a request as nginx saw it. */
export function prepareRequest(request: WafRequest): PreparedRequest {
  return {
    name: request.name,
    head: {
      method: request.method,
      target: request.path,
      httpVersion: '1.1',
      headers: wireHeaders(request),
      clientAddress: '127.0.0.1',
      clientPort: 40_000,
      serverAddress: '127.0.0.1',
      serverPort: 18_192,
    },
    body: Buffer.from(request.body),
  };
}

/** What the upstream of the peer's script answers. */
const ANSWER: ResponseHead = {
  status: 200,
  httpVersion: '1.1',
  headers: [
    ['Server', 'nginx'],
    ['Date', 'Mon, 23 Nov 2026 12:00:00 GMT'],
    ['Content-Type', 'text/plain'],
    ['Content-Length', '3'],
    ['Connection', 'keep-alive'],
  ],
};

const CONTEXT = { nowMs: Date.UTC(2026, 10, 23, 12), uniqueId: 'bench' } as const;

/**
 * All that the gateway asks of the engine for a request: phases 1 and 2, the head of the response where nothing was
 * blocked (its body is not inspected, as at the peer's), phase 5, and all matches read. True when it was blocked.
 */
export function inspect(
  inspector: Inspector,
  request: PreparedRequest,
): { readonly blocked: boolean; readonly matches: Transaction['matches'] } {
  const transaction = inspector.begin(request.head, CONTEXT);
  const blocked = runPhases(transaction, request.body);
  transaction.end();
  return { blocked, matches: transaction.matches };
}

function runPhases(transaction: Transaction, body: Uint8Array): boolean {
  if (isBlock(transaction.requestHeaders().kind)) return true;
  if (body.length > 0 && transaction.wantsRequestBody) transaction.appendRequestBody(body);
  if (isBlock(transaction.requestBody().kind)) return true;
  return isBlock(transaction.responseHeaders(ANSWER).kind);
}

/** An inspection that was given up would be fast: it is no result. */
function isBlock(kind: ReturnType<Transaction['requestHeaders']>['kind']): boolean {
  if (kind === 'undetermined') throw new Error('an inspection was not finished');
  return kind === 'block';
}

/** What our engine says of a request, to be compared. */
export function ownVerdict(inspector: Inspector, request: PreparedRequest): WafVerdict {
  const { blocked, matches } = inspect(inspector, request);
  const ruleIds = [...new Set(matches.map(({ ruleId }) => ruleId))].sort((one, other) => one - other);
  return { request: request.name, blocked, ruleIds };
}
