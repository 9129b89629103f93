import type { AuditRecord, Inspector, Transaction, Verdict } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { DecisionTable } from '../defuse/decision-table.ts';
import type { Observation } from '../model/index.ts';
import type { GuardedRequest, Ruling } from '../ports/index.ts';
import { countingIds, sampleDecision } from '../testing/samples.ts';
import { PipelineRequest } from './guarded-request.ts';
import type { ServicePolicy } from './service-policy.ts';

const HEAD = {
  method: 'GET',
  target: '/',
  httpVersion: '1.1',
  headers: [],
  clientAddress: '203.0.113.9',
  clientPort: 1,
  serverAddress: '127.0.0.1',
  serverPort: 80,
} as const;
const END = { status: 200, requestBytes: 0, responseBytes: 0, durationMs: 1 };
const PASS: Verdict = { kind: 'pass' };
const BLOCK: Verdict = { kind: 'block', action: 'deny', status: 403, ruleId: 949110, phase: 2 };
const UNDETERMINED: Verdict = { kind: 'undetermined', reason: 'the work budget is spent' };

/** Rules that say what a test wants them to say, phase by phase. */
function rulesThatSay(verdicts: {
  readonly head?: Verdict;
  readonly body?: Verdict;
  readonly responseHead?: Verdict;
  readonly responseBody?: Verdict;
  readonly audit?: AuditRecord;
}): Inspector {
  const transaction: Transaction = {
    requestHeaders: () => verdicts.head ?? PASS,
    wantsRequestBody: true,
    appendRequestBody: () => true,
    requestBody: () => verdicts.body ?? PASS,
    responseHeaders: () => verdicts.responseHead ?? PASS,
    wantsResponseBody: true,
    appendResponseBody: () => true,
    responseBody: () => verdicts.responseBody ?? PASS,
    end: () => undefined,
    auditRecord: () => verdicts.audit ?? null,
    matches: [
      {
        ruleId: 942100,
        phase: 2,
        file: 'test.conf',
        line: 1,
        message: 'SQL Injection',
        data: '',
        severity: 2,
        tags: ['attack-sqli'],
        version: 'test 1',
        log: true,
        score: 5,
        variables: [{ name: 'ARGS:q', value: '1 OR 1=1', span: { start: 2, length: 2 } }],
      },
    ],
    scores: { inbound: 5, outbound: 0 },
  };
  return { begin: () => transaction };
}

function requestOf(
  policy: Partial<ServicePolicy>,
  decisions: DecisionTable,
  observations: Observation[],
  records: AuditRecord[] = [],
): PipelineRequest {
  const guarding = {
    decisions,
    clock: { nowMs: () => 1_000 },
    ids: countingIds(),
    redactHeaders: new Set<string>(),
    simulated: false,
    auditLog: { append: (record: AuditRecord) => records.push(record) },
    observe: (observation: Observation) => observations.push(observation),
  };
  const whole = {
    name: 'portal',
    mode: 'guard',
    onInspectionError: 'open',
    inspector: rulesThatSay({ body: BLOCK }),
    inspectsResponses: true,
    allows: () => false,
    ...policy,
  } as const;
  return new PipelineRequest(guarding, whole, HEAD);
}

interface Run {
  readonly rulings: readonly Ruling[];
  readonly observed: Observation;
  readonly request: GuardedRequest;
}

function run(policy: Partial<ServicePolicy>, table = new DecisionTable()): Run {
  const observations: Observation[] = [];
  const request = requestOf(policy, table, observations);
  const rulings = [request.head()];
  if (request.wantsBody) request.append(Buffer.from('q=1 OR 1=1'));
  if (rulings[0]?.kind === 'pass') rulings.push(request.body());
  request.end(END);
  const [observed] = observations;
  if (observed === undefined || observations.length !== 1)
    throw new Error('a request makes exactly one observation');
  return { rulings, observed, request };
}

/** What rules would write of any request. */
const AUDITED: AuditRecord = {
  transaction: {
    client_ip: HEAD.clientAddress,
    time_stamp: 'Mon Nov 23 14:44:26 2026',
    server_id: 'default',
    client_port: 1,
    host_ip: '127.0.0.1',
    host_port: 80,
    unique_id: 'one',
    is_interrupted: true,
    request: { method: 'GET', http_version: 1.1, uri: '/' },
    response: { http_code: 403 },
  },
};

function blocking(changes: Parameters<typeof sampleDecision>[0] = {}): DecisionTable {
  const table = new DecisionTable();
  table.add(sampleDecision(changes));
  return table;
}

describe('a request under guard', () => {
  it.each([
    ['guard', 403, true],
    ['observe', 200, false],
  ] as const)('gives the audit log what came of it: %s', (mode, status, interrupted) => {
    const records: AuditRecord[] = [];
    const rules = rulesThatSay({ body: BLOCK, audit: AUDITED });
    const request = requestOf({ mode, inspector: rules }, new DecisionTable(), [], records);
    request.head();
    request.body();
    request.end({ ...END, status });
    expect(records).toMatchObject([
      {
        transaction: {
          server_id: 'portal',
          unique_id: 'one',
          is_interrupted: interrupted,
          response: { http_code: status },
        },
      },
    ]);
  });

  it('is blocked by the rules, with a reference that leads to its receipt and signals', () => {
    const { rulings, observed, request } = run({});
    expect(rulings).toEqual([{ kind: 'pass' }, { kind: 'block', status: 403, reference: request.reference }]);
    expect(observed.receipts).toMatchObject([
      { reference: request.reference, decisionId: null, eventId: observed.event.id },
    ]);
    expect(observed.signals).toMatchObject([
      {
        rule: { id: '942100' },
        severity: 'critical',
        effect: 'blocked',
        score: 5,
        parts: [{ target: 'ARGS:q' }],
      },
    ]);
    expect(observed.event.raw).toContain('q=1 OR 1=1');
    expect(observed.event.fields).toMatchObject({ 'waf-rule': 949110, 'waf-phase': 2, 'waf-score': 5 });
  });

  it.each([
    ['in mode observe', { mode: 'observe' }],
    ['from an allowed source', { allows: () => true }],
  ] as const)('%s passes, and shows that it would have been blocked', (_, policy) => {
    const { rulings, observed } = run(policy);
    expect(rulings.map(({ kind }) => kind)).toEqual(['pass', 'pass']);
    expect(observed.receipts).toEqual([]);
    expect(observed.signals).toMatchObject([{ effect: 'would-block' }]);
  });

  it('passes where a decision allows its source', () => {
    const { rulings } = run({}, blocking({ action: 'allow' }));
    expect(rulings.map(({ kind }) => kind)).toEqual(['pass', 'pass']);
  });

  it('is refused by a decision before it is inspected, with a receipt and without a signal', () => {
    const { rulings, observed } = run({}, blocking());
    expect(rulings).toMatchObject([{ kind: 'block', status: 403 }]);
    expect(observed.signals).toEqual([]);
    expect(observed.receipts).toMatchObject([{ decisionId: 'decision-1' }]);
  });

  it('is not held up by a decision in mode observe', () => {
    expect(run({ mode: 'observe', inspector: rulesThatSay({}) }, blocking()).observed.receipts).toEqual([]);
  });

  it('refused after its head is one event, with the refusal as its signal', () => {
    const observations: Observation[] = [];
    const request = requestOf({ inspector: rulesThatSay({}) }, new DecisionTable(), observations);
    request.head();
    const refusal = {
      timeMs: 5,
      clientAddress: '203.0.113.9',
      serverPort: 80,
      code: 'bad-chunk',
      excerpt: '',
      status: 400,
    };
    expect(request.refused(refusal)).toBe(request.reference);
    request.end({ ...END, status: 400, fault: 'bad-chunk' });
    expect(observations).toMatchObject([
      { event: { service: 'portal' }, receipts: [{ effect: 'blocked', reference: request.reference }] },
    ]);
    expect(observations[0]?.signals.at(-1)).toMatchObject({
      rule: { engine: 'gateway', id: 'bad-chunk' },
      effect: 'blocked',
    });
  });

  it.each([
    ['open', 'pass', []],
    ['closed', 'block', [{ effect: 'blocked' }]],
  ] as const)(
    'that cannot be inspected is let through or refused by policy (%s), and signalled',
    (onInspectionError, kind, receipts) => {
      const { rulings, observed } = run({
        onInspectionError,
        inspector: rulesThatSay({ body: UNDETERMINED }),
      });
      expect(rulings.at(-1)?.kind).toBe(kind);
      expect(observed.receipts).toMatchObject(receipts);
      expect(observed.signals.at(-1)).toMatchObject({
        rule: { id: 'inspection-undetermined' },
        message: 'the work budget is spent',
      });
    },
  );

  describe('and its response', () => {
    const RESPONSE = { status: 200, httpVersion: '1.1', headers: [] } as const;
    const OUTBOUND: Verdict = { kind: 'block', action: 'deny', status: 403, ruleId: 959100, phase: 4 };

    function respond(verdicts: Parameters<typeof rulesThatSay>[0], policy: Partial<ServicePolicy> = {}) {
      const observations: Observation[] = [];
      const whole = { inspector: rulesThatSay(verdicts), ...policy };
      const request = requestOf(whole, new DecisionTable(), observations);
      request.head();
      request.body();
      return { request, head: request.response(RESPONSE), observations };
    }

    it.each([
      ['head', { responseHead: OUTBOUND }],
      ['body', { responseBody: OUTBOUND }],
    ])('is blocked for its %s, with a receipt', (_, verdicts) => {
      const { request, head, observations } = respond(verdicts);
      const rulings = [head, request.responseBody()].map(({ kind }) => kind);
      expect(rulings).toContain('block');
      request.end({ ...END, status: 403 });
      expect(observations).toMatchObject([{ receipts: [{ reference: request.reference }] }]);
    });

    it('is not looked at where the service says so, nor once it is blocked', () => {
      expect(respond({}).request.wantsResponseBody).toBe(true);
      expect(respond({}, { inspectsResponses: false }).request.wantsResponseBody).toBe(false);
      expect(respond({ responseHead: OUTBOUND }).request.wantsResponseBody).toBe(false);
    });

    it.each([
      ['open', 'pass'],
      ['closed', 'block'],
    ] as const)(
      'that cannot be read is passed on or refused by policy (%s), and signalled',
      (policy, kind) => {
        const { request, observations } = respond({}, { onInspectionError: policy });
        expect(request.responseUnreadable('broken').kind).toBe(kind);
        request.end(END);
        expect(observations[0]?.signals.at(-1)).toMatchObject({
          rule: { id: 'inspection-undetermined' },
          message: 'broken',
        });
      },
    );
  });
});
