import {
  type Event,
  type Observation,
  type RsitClass,
  referenceOf,
  type Severity,
  type Signal,
} from '../model/index.ts';
import type { IdSource, Refusal } from '../ports/index.ts';
import { gatewaySignal } from './gateway-signal.ts';

/** Kinds of refusals that mean more, or less, than a malformed request; by the beginning of their code. */
const KINDS: readonly (readonly [code: string, title: string, severity: Severity, rsit: RsitClass])[] = [
  ['slow-', 'Connection held open by sending slowly', 'low', 'availability'],
  ['head-too-large', 'Request head larger than allowed', 'low', 'intrusion-attempts'],
  ['body-too-large', 'Request body larger than allowed', 'low', 'intrusion-attempts'],
];

/** A request that was refused before it was one: an event, its signal, and the receipt that it went no further. */
export function observationOfRefusal(
  refusal: Refusal,
  { id, ids, simulated }: { readonly id: string; readonly ids: IdSource; readonly simulated: boolean },
): Observation {
  const event = eventOf(refusal, { id, simulated });
  return {
    event,
    signals: [signalOfRefusal(event, refusal, ids)],
    receipts: [
      {
        id: ids.next(),
        timeMs: refusal.timeMs,
        enforcer: 'gateway',
        effect: 'blocked',
        decisionId: null,
        eventId: id,
        reference: referenceOf(id),
        service: null,
      },
    ],
  };
}

/** The signal of a refusal, also of one that came after the head of a request was taken. */
export function signalOfRefusal(event: Event, { code }: Refusal, ids: IdSource): Signal {
  const kind = KINDS.find(([beginning]) => code.startsWith(beginning));
  const [, title, severity, rsit] = kind ?? ['', 'Malformed request', 'medium', 'intrusion-attempts'];
  return gatewaySignal(
    event,
    { code, title, reason: `${title} (${code})`, severity, rsit, effect: 'blocked' },
    ids,
  );
}

function eventOf(
  refusal: Refusal,
  { id, simulated }: { readonly id: string; readonly simulated: boolean },
): Event {
  return {
    id,
    timeMs: refusal.timeMs,
    receivedMs: refusal.timeMs,
    source: 'gateway',
    format: 'gateway-refusal',
    logsource: {},
    service: null,
    host: null,
    actor: { kind: 'address', value: refusal.clientAddress },
    fields: {
      'c-ip': refusal.clientAddress,
      's-port': refusal.serverPort,
      'sc-status': refusal.status,
      fault: refusal.code,
    },
    raw: refusal.excerpt,
    simulated,
  };
}
