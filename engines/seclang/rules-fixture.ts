import { formatDiagnostic } from '@dejfa/diagnostics';
import type {
  Inspector,
  InspectorOptions,
  LoadedRules,
  RequestHead,
  RuleResolver,
  Transaction,
  Verdict,
} from './api.ts';
import { createInspector } from './inspector.ts';
import { loadRules } from './load.ts';

/** A request and its response, as a test sends them; what is absent is plain. Bodies are bytes as latin1 strings. */
export interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: RequestHead['headers'];
  readonly body?: string;
  readonly clientAddress?: string;
  /** Milliseconds since 1970. */
  readonly nowMs?: number;
  readonly response?: {
    readonly status: number;
    readonly headers?: RequestHead['headers'];
    readonly body?: string;
  };
}

/** What came of a request. */
export interface Seen {
  /** Rules that matched, in order. */
  readonly ids: readonly number[];
  /** The first verdict that is not pass, else the last one. */
  readonly verdict: Verdict;
  readonly transaction: Transaction;
}

/** Loads rules of one file, `r.conf`. */
export function load(rules: string, resolver: Partial<RuleResolver> = {}): LoadedRules {
  return loadRules([{ path: 'r.conf', text: rules }], { include: () => null, data: () => null, ...resolver });
}

/** The diagnostics of rules as people read them; `severities`: which ones, all where absent. */
export function messagesOf(rules: string, severities?: readonly string[]): string {
  return load(rules)
    .diagnostics.filter(({ severity }) => severities?.includes(severity) ?? true)
    .map(formatDiagnostic)
    .join('\n');
}

/** An inspector of rules, of which all must load. */
export function inspectorOf(
  rules: string,
  options: InspectorOptions = {},
  resolver: Partial<RuleResolver> = {},
): Inspector {
  const loaded = load(rules, resolver);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic);
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return createInspector(loaded, options);
}

/** Sends a request through all phases that are not cut off. */
export function send(inspector: Inspector, sent: Sent = {}): Seen {
  const transaction = inspector.begin(
    {
      method: sent.method ?? 'POST',
      target: sent.target ?? '/',
      httpVersion: '1.1',
      headers: sent.headers ?? [],
      clientAddress: sent.clientAddress ?? '192.0.2.1',
      clientPort: 1,
      serverAddress: '192.0.2.2',
      serverPort: 80,
    },
    { nowMs: sent.nowMs ?? Date.UTC(2026, 0, 2, 3, 4, 5), uniqueId: 'unique' },
  );
  const verdict = runPhases(transaction, sent);
  transaction.end();
  return { ids: transaction.matches.map(({ ruleId }) => ruleId), verdict, transaction };
}

/** Rules and one request. */
export function run(rules: string, sent: Sent = {}, options: InspectorOptions = {}): Seen {
  return send(inspectorOf(rules, options), sent);
}

function runPhases(transaction: Transaction, { body = '', response }: Sent): Verdict {
  let verdict = transaction.requestHeaders();
  if (verdict.kind !== 'pass') return verdict;
  if (transaction.wantsRequestBody) transaction.appendRequestBody(Buffer.from(body, 'latin1'));
  verdict = transaction.requestBody();
  if (verdict.kind !== 'pass' || response === undefined) return verdict;
  verdict = transaction.responseHeaders({
    status: response.status,
    httpVersion: '1.1',
    headers: response.headers ?? [],
  });
  if (verdict.kind !== 'pass') return verdict;
  if (transaction.wantsResponseBody) {
    transaction.appendResponseBody(Buffer.from(response.body ?? '', 'latin1'));
  }
  return transaction.responseBody();
}
