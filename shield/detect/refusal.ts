import { type Event, type Observation, type RsitClass, referenceOf, type Severity } from '../model/index.ts';
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
  const [, title, severity, rsit] = KINDS.find(([code]) => refusal.code.startsWith(code)) ?? [
    '',
    'Malformed request',
    'medium' as const,
    'intrusion-attempts' as const,
  ];
  const finding = { code: refusal.code, title, reason: `${title} (${refusal.code})`, severity, rsit };
  return {
    event,
    signals: [gatewaySignal(event, { ...finding, effect: 'blocked' }, ids)],
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
