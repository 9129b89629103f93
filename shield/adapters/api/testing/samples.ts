import type { Attempt, Event, Hypothesis, Incident, Receipt, Signal } from '../../../model/index.ts';
import type { ShieldStatus } from '../../../ports/index.ts';

/** A fixed day, so that tests do not depend on when they run. */
export const NOW_MS = Date.UTC(2026, 2, 14, 9, 30, 0);

export function sampleEvent(over: Partial<Event> & { readonly id: string }): Event {
  return {
    timeMs: NOW_MS - 60_000,
    receivedMs: NOW_MS - 60_000,
    source: 'gateway',
    format: 'gateway',
    logsource: { category: 'webserver' },
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '203.0.113.9' },
    fields: { 'cs-method': 'GET', 'cs-uri-stem': '/search', 'sc-status': 403 },
    raw: 'GET /search?q=1 HTTP/1.1\r\nHost: portal.example.gov\r\n\r\n',
    simulated: false,
    ...over,
  };
}

export function sampleSignal(
  over: Partial<Signal> & { readonly id: string; readonly eventId: string },
): Signal {
  return {
    timeMs: NOW_MS - 60_000,
    source: 'gateway',
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '203.0.113.9' },
    rule: { engine: 'seclang', id: '941100', title: 'XSS Attack Detected', pack: 'crs 3.3.4' },
    severity: 'critical',
    rsit: 'intrusion-attempts',
    techniques: ['T1190'],
    message: 'XSS Attack Detected',
    parts: [{ target: 'ARGS:q', value: 'marker', span: { start: 0, length: 6 } }],
    score: 5,
    effect: 'blocked',
    ...over,
  };
}

export function sampleReceipt(
  over: Partial<Receipt> & { readonly id: string; readonly eventId: string },
): Receipt {
  return {
    timeMs: NOW_MS - 60_000,
    enforcer: 'gateway',
    effect: 'blocked',
    decisionId: null,
    reference: 'DJ-7K2M-9QX4',
    service: 'portal',
    ...over,
  };
}

export function sampleAttempt(over: Partial<Attempt> & { readonly id: string }): Attempt {
  return {
    actor: { kind: 'address', value: '203.0.113.9' },
    service: 'portal',
    rsit: 'intrusion-attempts',
    origin: 'unknown',
    firstMs: NOW_MS - 60_000,
    lastMs: NOW_MS - 60_000,
    state: 'open',
    outcome: 'blocked',
    severity: 'critical',
    signalCount: 1,
    eventCount: 1,
    blockedCount: 1,
    rules: [{ id: '941100', title: 'XSS Attack Detected', count: 1 }],
    techniques: ['T1190'],
    eventIds: [],
    receiptIds: [],
    simulated: false,
    ...over,
  };
}

export function sampleIncident(over: Partial<Incident> & { readonly id: string }): Incident {
  return {
    title: 'Web shell on portal',
    state: 'new',
    severity: 'critical',
    classes: ['intrusion-attempts', 'intrusions'],
    actors: [{ kind: 'address', value: '203.0.113.9' }],
    services: ['portal'],
    firstMs: NOW_MS - 120_000,
    lastMs: NOW_MS - 30_000,
    attemptIds: [],
    techniques: ['T1190', 'T1505.003'],
    links: ['The same address acted in both attempts.'],
    simulated: false,
    ...over,
  };
}

export const SAMPLE_STATUS: ShieldStatus = {
  version: '0.1.0',
  countingRule: 'attempts-1',
  startedMs: NOW_MS - 3_600_000,
  simulated: true,
  services: [
    {
      name: 'portal',
      hosts: ['portal.example.gov'],
      mode: 'guard',
      upstream: { url: 'http://127.0.0.1:3000', state: 'up', checkedMs: NOW_MS - 5_000, detail: null },
      paranoia: 1,
      onInspectionError: 'open',
    },
    {
      name: 'payments',
      hosts: [],
      mode: 'observe',
      upstream: {
        url: 'http://127.0.0.1:3001',
        state: 'down',
        checkedMs: NOW_MS - 9_000,
        detail: 'Connection refused. Is the service running?',
      },
      paranoia: 2,
      onInspectionError: 'closed',
    },
  ],
  sources: [
    {
      name: 'nginx-access',
      kind: 'file',
      state: 'running',
      read: 18_212,
      parsed: 18_209,
      unparsed: 3,
      skipped: 0,
      tooLong: 0,
      events: 18_209,
      examples: [
        { line: 'not a log line \u202e<b>', reason: 'no request line', format: 'nginx-combined', count: 3 },
      ],
      lastEventMs: NOW_MS - 2_000,
      lagBytes: 0,
      error: null,
    },
    {
      name: 'syslog',
      kind: 'syslog',
      state: 'failed',
      read: 0,
      parsed: 0,
      unparsed: 0,
      skipped: 0,
      tooLong: 0,
      events: 0,
      examples: [],
      lastEventMs: null,
      lagBytes: null,
      error: 'Port 514 needs privileges. Listen on 5514.',
    },
  ],
  packs: [
    {
      name: 'base',
      version: '0.1.0',
      origin: 'content/base',
      licence: 'Apache-2.0',
      engine: 'seclang',
      rules: { read: 42, loaded: 42, disabled: 0, refused: 0 },
      problems: [],
    },
    {
      name: 'crs',
      version: '3.3.4',
      origin: '/usr/share/modsecurity-crs',
      licence: 'Apache-2.0',
      engine: 'seclang',
      rules: { read: 641, loaded: 639, disabled: 1, refused: 1 },
      problems: [
        {
          kind: 'refused',
          code: 'seclang.unsafe-expression',
          rule: '942130',
          place: 'REQUEST-942-APPLICATION-ATTACK-SQLI.conf:211:5',
          message: 'The regular expression has no linear form.',
          help: 'Write it without the back-reference.',
        },
        {
          kind: 'disabled',
          code: 'content.disabled',
          rule: '920350',
          place: 'dejfa.yaml:48:13',
          message: 'Disabled by the configuration.',
          help: null,
        },
      ],
    },
  ],
  recorder: { state: 'recording', queuedRows: 12, lostRows: 0, lastWriteMs: NOW_MS - 400, detail: null },
  blocklists: null,
  auditLog: {
    path: '/var/log/dejfa/audit.json',
    state: 'retrying',
    queuedRecords: 7,
    lostRecords: 0,
    detail: 'ENOSPC: no space left on device, write',
  },
};

export const SAMPLE_HYPOTHESES: readonly Hypothesis[] = [
  { candidate: { kind: 'insufficient' }, probability: 0.75, evidence: [] },
  {
    candidate: { kind: 'actor', id: 'G9999', name: 'Sample Group' },
    probability: 0.2,
    evidence: [{ statement: 'T1190 was seen', weight: 0.4, source: 'a test' }],
  },
  { candidate: { kind: 'unknown-actor' }, probability: 0.05, evidence: [] },
];
