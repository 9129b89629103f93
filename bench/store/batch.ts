import type { Attempt, Event, Signal } from '../../shield/model/index.ts';
import type { IdSource, StoreBatch } from '../../shield/ports/index.ts';

/** `size` requests of the last minutes, one in 20 with a signal, one in 200 with an attempt that changed. */
export function batchOf(size: number, ids: IdSource): StoreBatch {
  const nowMs = Date.now();
  const events = Array.from({ length: size }, (_, at) => eventAt(at, nowMs, ids));
  const signals = events.filter((_, at) => at % 20 === 0).map((event) => signalOf(event, ids));
  const attempts = signals.filter((_, at) => at % 10 === 0).map((signal) => attemptOf(signal, ids));
  return { events, signals, attempts, incidents: [], decisions: [], receipts: [] };
}

function eventAt(at: number, nowMs: number, ids: IdSource): Event {
  const target = `/services/search?q=permit+${at}&page=${at % 7}&lang=en`;
  const address = `192.0.2.${at & 255}`;
  return {
    id: ids.next(),
    timeMs: nowMs - (at % 600) * 1_000,
    receivedMs: nowMs,
    source: 'gateway',
    format: 'gateway',
    logsource: { category: 'webserver' },
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: address },
    fields: {
      'c-ip': address,
      'cs-method': 'GET',
      'c-uri': target,
      'sc-status': 200,
      'sc-bytes': 5_000 + at,
    },
    raw: `GET ${target} HTTP/1.1\r\nHost: portal.example.gov\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)`,
    simulated: true,
  };
}

function signalOf(event: Event, ids: IdSource): Signal {
  const { id, timeMs, source, service, host, actor } = event;
  return {
    id: ids.next(),
    timeMs,
    eventId: id,
    source,
    service,
    host,
    actor,
    rule: { engine: 'seclang', id: '942100', title: 'SQL Injection', pack: 'bench 1' },
    severity: 'critical',
    rsit: 'intrusion-attempts',
    techniques: ['T1190'],
    message: 'SQL Injection',
    parts: [{ target: 'ARGS:q', value: '1 UNION SELECT', span: { start: 2, length: 5 } }],
    score: 5,
    effect: 'blocked',
  };
}

function attemptOf(signal: Signal, ids: IdSource): Attempt {
  return {
    id: ids.next(),
    actor: signal.actor ?? { kind: 'host', value: 'bench' },
    service: 'portal',
    rsit: signal.rsit,
    origin: 'unknown',
    firstMs: signal.timeMs,
    lastMs: signal.timeMs,
    state: 'open',
    outcome: 'unknown',
    severity: signal.severity,
    signalCount: 1,
    eventCount: 1,
    blockedCount: 0,
    rules: [{ id: signal.rule.id, title: signal.rule.title, count: 1 }],
    techniques: signal.techniques,
    eventIds: [signal.eventId],
    receiptIds: [],
    simulated: true,
  };
}
