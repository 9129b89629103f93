import { createInspector, type RuleMatch, type Transaction, type Verdict } from '@dejfa/seclang';
import type { HttpMessage } from './http-message.ts';
import type { WafRules } from './waf-rules.ts';

/** What the rules said of one request. */
export interface Inspection {
  readonly request: { readonly method: string; readonly target: string; readonly bodyBytes: number };
  readonly verdict: Verdict;
  readonly score: number;
  readonly threshold: number;
  readonly paranoia: number;
  readonly matches: readonly RuleMatch[];
  readonly rules: { readonly loaded: number; readonly signatures: readonly string[] };
}

export interface InspectionSettings {
  readonly paranoia: number;
  readonly threshold: number;
  readonly bodyLimitBytes: number;
  readonly client: string;
  /** Name of the service that it is for, where exclusions hold for one; null: none. */
  readonly service: string | null;
  readonly nowMs: number;
}

/** Runs the request phases of `rules` over `message`, as the gateway would. */
export function inspectMessage(
  message: HttpMessage,
  rules: WafRules,
  settings: InspectionSettings,
): Inspection {
  const { paranoia, threshold, bodyLimitBytes, client, service, nowMs } = settings;
  const level = String(paranoia);
  const inspector = createInspector(rules.loaded.program, {
    variables: {
      ...rules.variables,
      ...(service === null ? {} : { dejfa_service: service }),
      paranoia_level: level,
      executing_paranoia_level: level,
      blocking_paranoia_level: level,
      detection_paranoia_level: level,
      inbound_anomaly_score_threshold: String(threshold),
    },
    requestBodyLimitBytes: bodyLimitBytes,
    mode: 'block',
  });
  const { method, target, httpVersion, headers, body } = message;
  const transaction = inspector.begin(
    {
      method,
      target,
      httpVersion,
      headers,
      clientAddress: client,
      clientPort: 49_152,
      serverAddress: '127.0.0.1',
      serverPort: 80,
    },
    { nowMs, uniqueId: 'waf-check' },
  );
  const verdict = runPhases(transaction, body);
  const { scores, matches } = transaction;
  transaction.end();
  return {
    request: { method, target, bodyBytes: body.length },
    verdict,
    score: scores.inbound,
    threshold,
    paranoia,
    matches: [...matches],
    rules: { loaded: rules.loaded.counts.loaded, signatures: rules.loaded.signatures },
  };
}

function runPhases(transaction: Transaction, body: Buffer): Verdict {
  const head = transaction.requestHeaders();
  if (head.kind !== 'pass') return head;
  if (transaction.wantsRequestBody && body.length > 0) transaction.appendRequestBody(body);
  return transaction.requestBody();
}
