import type { Attempt, Decision, Event, Observation, Receipt, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';

/** Identifiers that count up, in the form of a UUID. */
export function countingIds(): IdSource {
  let last = 0;
  return {
    next() {
      last += 1;
      return `00000000-0000-7000-8000-${last.toString(16).padStart(12, '0')}`;
    },
  };
}

export function sampleEvent(changes: Partial<Event> = {}): Event {
  return {
    id: '00000000-0000-7000-8000-00000000e001',
    timeMs: 1_000_000,
    receivedMs: 1_000_000,
    source: 'gateway',
    format: 'gateway',
    logsource: { category: 'webserver' },
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '203.0.113.9' },
    fields: { 'sc-status': 200 },
    raw: 'GET / HTTP/1.1',
    simulated: false,
    ...changes,
  };
}

export function sampleSignal(event: Event, changes: Partial<Signal> = {}): Signal {
  const { timeMs, id, source, service, host, actor } = event;
  return {
    id: `signal-of-${id}`,
    timeMs,
    eventId: id,
    source,
    service,
    host,
    actor,
    rule: { engine: 'seclang', id: '942100', title: 'SQL Injection', pack: 'test 1' },
    severity: 'critical',
    rsit: 'intrusion-attempts',
    techniques: ['T1190'],
    message: 'SQL Injection',
    parts: [],
    score: 5,
    effect: 'passed',
    ...changes,
  };
}

export function sampleReceipt(event: Event, changes: Partial<Receipt> = {}): Receipt {
  return {
    id: `receipt-of-${event.id}`,
    timeMs: event.timeMs,
    enforcer: 'gateway',
    effect: 'blocked',
    decisionId: null,
    eventId: event.id,
    reference: 'AAAA-BBBB-CCCC',
    service: event.service,
    ...changes,
  };
}

/** An observation with one signal; `blocked` adds the receipt. */
export function sampleObservation(changes: Partial<Event> = {}, blocked = false): Observation {
  const event = sampleEvent(changes);
  return { event, signals: [sampleSignal(event)], receipts: blocked ? [sampleReceipt(event)] : [] };
}

export function sampleAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    id: 'attempt-1',
    actor: { kind: 'address', value: '203.0.113.9' },
    service: 'portal',
    rsit: 'intrusion-attempts',
    origin: 'unknown',
    firstMs: 1_000_000,
    lastMs: 1_000_000,
    state: 'open',
    outcome: 'unknown',
    severity: 'high',
    signalCount: 1,
    eventCount: 1,
    blockedCount: 0,
    rules: [{ id: '942100', title: 'SQL Injection', count: 1 }],
    techniques: ['T1190'],
    eventIds: [],
    receiptIds: [],
    simulated: false,
    ...changes,
  };
}

export function sampleDecision(changes: Partial<Decision> = {}): Decision {
  return {
    id: 'decision-1',
    scope: { kind: 'address', value: '203.0.113.9' },
    action: 'block',
    service: null,
    reason: 'test',
    owner: 'tester',
    createdMs: 0,
    expiresMs: 10_000,
    attemptId: null,
    revokedMs: null,
    simulated: false,
    ...changes,
  };
}
