import type { Attempt, Decision, Event, Incident, Receipt, Signal } from '../model/index.ts';
import { EMPTY_BATCH, type StoreBatch } from '../ports/index.ts';

/** Whole values of the model for tests of stores; each takes what a test cares about. */
export function sampleEvent(part: Partial<Event> & { readonly id: string }): Event {
  return {
    timeMs: 1_790_000_000_000,
    receivedMs: 1_790_000_000_005,
    source: 'gateway',
    format: 'gateway',
    logsource: { category: 'webserver' },
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '192.0.2.7' },
    fields: { 'cs-method': 'GET', 'cs-uri-query': 'q=x', nested: { list: [1, true, null, 'four'] } },
    raw: 'GET /search?q=x HTTP/1.1',
    simulated: false,
    ...part,
  };
}

export function sampleSignal(
  part: Partial<Signal> & { readonly id: string; readonly eventId: string },
): Signal {
  return {
    timeMs: 1_790_000_000_000,
    source: 'gateway',
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '192.0.2.7' },
    rule: { engine: 'seclang', id: '942100', title: 'SQL Injection Attack', pack: 'crs 3.3.4' },
    severity: 'critical',
    rsit: 'intrusion-attempts',
    techniques: ['T1190'],
    message: 'SQL injection found',
    parts: [{ target: 'ARGS:q', value: "' or 1=1", span: { start: 0, length: 8 } }],
    score: 5,
    effect: 'blocked',
    ...part,
  };
}

export function sampleReceipt(
  part: Partial<Receipt> & { readonly id: string; readonly eventId: string },
): Receipt {
  return {
    timeMs: 1_790_000_000_000,
    enforcer: 'gateway',
    effect: 'blocked',
    decisionId: null,
    reference: 'DJ-0000-0001',
    service: 'portal',
    ...part,
  };
}

export function sampleAttempt(part: Partial<Attempt> & { readonly id: string }): Attempt {
  return {
    actor: { kind: 'address', value: '192.0.2.7' },
    service: 'portal',
    rsit: 'intrusion-attempts',
    origin: 'unknown',
    firstMs: 1_790_000_000_000,
    lastMs: 1_790_000_000_000,
    state: 'open',
    outcome: 'unknown',
    severity: 'high',
    signalCount: 1,
    eventCount: 1,
    blockedCount: 0,
    rules: [{ id: '942100', title: 'SQL Injection Attack', count: 1 }],
    techniques: ['T1190'],
    eventIds: [],
    receiptIds: [],
    simulated: false,
    ...part,
  };
}

export function sampleIncident(part: Partial<Incident> & { readonly id: string }): Incident {
  return {
    title: 'Web shell on portal',
    state: 'new',
    severity: 'critical',
    classes: ['intrusions'],
    actors: [{ kind: 'address', value: '192.0.2.7' }],
    services: ['portal'],
    firstMs: 1_790_000_000_000,
    lastMs: 1_790_000_000_000,
    attemptIds: ['a1'],
    techniques: ['T1505.003'],
    links: ['same address'],
    simulated: false,
    ...part,
  };
}

export function sampleDecision(part: Partial<Decision> & { readonly id: string }): Decision {
  return {
    scope: { kind: 'address', value: '192.0.2.7' },
    action: 'block',
    service: null,
    reason: 'three blocked attempts',
    owner: 'policy:repeat-offender',
    createdMs: 1_790_000_000_000,
    expiresMs: 1_790_003_600_000,
    attemptId: 'a1',
    revokedMs: null,
    simulated: false,
    ...part,
  };
}

export function sampleBatch(part: Partial<StoreBatch>): StoreBatch {
  return { ...EMPTY_BATCH, ...part };
}

/** Texts that attackers, or broken sensors, put into records. */
export const HOSTILE_TEXTS: readonly (readonly [string, string])[] = [
  ['quotes', `'; DROP TABLE events; -- " \` \\' \\`],
  ['backslashes and controls', '\\N \\t \t\n\r\b\f\v \u2028\u2029 {id:String}'],
  ['NUL', 'before\0after\0'],
  ['emoji and combining', '👩‍💻 é e\u0301 \u{10ffff} متن فارسی'],
  ['a lone high surrogate', 'x\ud800y'],
  ['a lone low surrogate', '\udc00'],
  ['nothing', ''],
];
