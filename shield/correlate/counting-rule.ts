import type { ActorKey, Observation, Origin, Signal } from '../model/index.ts';

/** How signals become attempts. The rule has a version because every published count names it. */
export interface CountingRule {
  /** An attempt is closed after this long without a signal, in event time. */
  readonly quietTimeMs: number;
  /** Tells known scanners and own tests from the rest. */
  originOf(actor: ActorKey): Origin;
  /** Attempts that may be open at once; past it the one that was quiet the longest is closed early, and counted. */
  readonly openLimit: number;
}

/** Name of the rule that attempts are counted by; changes with the rule, so that counts stay comparable. */
export const COUNTING_RULE_VERSION = 'attempts-1';

/** Who is counted: the actor of the signal, else the machine that reported it, else the sensor. */
export function actorOf(signal: Signal): ActorKey {
  return signal.actor ?? { kind: 'host', value: signal.host ?? signal.source };
}

/** Against what: the guarded service, else the machine that reported it, else the sensor. */
export function targetOf(signal: Signal): string {
  return signal.service ?? signal.host ?? signal.source;
}

/** What came of one event, as far as it shows. */
export type EventOutcome = 'blocked' | 'no-effect' | 'succeeded' | 'unknown';

/** Answers of a service that did nothing with the request: it was malformed, forbidden, not found, not allowed. */
const REFUSING_STATUSES = new Set([400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 431]);

/**
 * What one event shows about its effect. Blocked needs a receipt; no effect needs the service's own refusal; a
 * success needs a rule that saw it. Anything else is not known.
 */
export function outcomeOf({ event, signals, receipts }: Observation): EventOutcome {
  if (receipts.some((receipt) => receipt.effect === 'blocked')) return 'blocked';
  if (signals.some((signal) => signal.proves === 'succeeded')) return 'succeeded';
  const status = event.fields['sc-status'];
  return typeof status === 'number' && REFUSING_STATUSES.has(status) ? 'no-effect' : 'unknown';
}
