import type { AuditRecord, RequestHead, ResponseHead, RuleMatch, Transaction, Verdict } from '@dejfa/seclang';
import type { DecisionTable } from '../defuse/decision-table.ts';
import { auditEntry } from '../detect/audit-entry.ts';
import { type Exchange, eventOfExchange } from '../detect/gateway-event.ts';
import { gatewaySignal } from '../detect/gateway-signal.ts';
import { signalOfRefusal } from '../detect/refusal.ts';
import { signalsOfInspection } from '../detect/seclang-signals.ts';
import { type Decision, type Observation, type Receipt, referenceOf, type Signal } from '../model/index.ts';
import type {
  AuditLog,
  Clock,
  ExchangeEnd,
  GuardedRequest,
  IdSource,
  Refusal,
  Ruling,
} from '../ports/index.ts';
import type { ServicePolicy } from './service-policy.ts';

/** What all requests under one guard share; not copied into each. */
export interface Guarding {
  readonly decisions: DecisionTable;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Headers whose values are not kept, in lower case. */
  readonly redactHeaders: ReadonlySet<string>;
  /** Marks what is made in a demonstration. */
  readonly simulated: boolean;
  /** Takes what rules say for the audit log. */
  readonly auditLog: AuditLog;
  /** Takes the finished request into the rest of the pipeline. */
  observe(observation: Observation): void;
}

const PASS: Ruling = { kind: 'pass' };
const EXCERPT_BYTES = 4_096;

/** One request under guard: the address table, then the rules phase by phase, then what is known at its end. */
export class PipelineRequest implements GuardedRequest {
  readonly #guarding: Guarding;
  readonly #policy: ServicePolicy;
  readonly #head: RequestHead;
  readonly #id: string;
  readonly #startMs: number;
  /** Begun only when the address table lets the request through: a blocked source costs no inspection. */
  #transaction: Transaction | null = null;
  readonly #excerpt: Uint8Array[] = [];
  #excerptBytes = 0;
  #blockedBy: Decision | 'verdict' | null = null;
  #wouldBlock = false;
  #undetermined: string | null = null;
  /** What the rules said that would block, whether or not it did. */
  #objection: Extract<Verdict, { readonly kind: 'block' }> | null = null;
  #refusal: Refusal | null = null;

  constructor(guarding: Guarding, policy: ServicePolicy, head: RequestHead) {
    this.#guarding = guarding;
    this.#policy = policy;
    this.#head = head;
    this.#id = guarding.ids.next();
    this.#startMs = guarding.clock.nowMs();
  }

  get reference(): string {
    return referenceOf(this.#id);
  }

  head(): Ruling {
    const head = this.#head;
    const policy = this.#policy;
    const decision = this.#guarding.decisions.lookup(head.clientAddress, policy.name, this.#startMs);
    if (decision?.action === 'block' && this.#enforces()) return this.#block(decision, 403);
    this.#transaction = policy.inspector.begin(head, { nowMs: this.#startMs, uniqueId: this.#id });
    return this.#rule(this.#transaction.requestHeaders());
  }

  get wantsBody(): boolean {
    return this.#blockedBy === null && this.#transaction?.wantsRequestBody === true;
  }

  append(chunk: Uint8Array): boolean {
    if (this.#excerptBytes < EXCERPT_BYTES) {
      const part = chunk.subarray(0, EXCERPT_BYTES - this.#excerptBytes);
      this.#excerpt.push(part);
      this.#excerptBytes += part.length;
    }
    return this.#transaction?.appendRequestBody(chunk) ?? false;
  }

  body(): Ruling {
    return this.#rule(this.#transaction?.requestBody());
  }

  response(head: ResponseHead): Ruling {
    return this.#rule(this.#transaction?.responseHeaders(head));
  }

  get wantsResponseBody(): boolean {
    return (
      this.#blockedBy === null &&
      this.#policy.inspectsResponses &&
      this.#transaction?.wantsResponseBody === true
    );
  }

  appendResponse(chunk: Uint8Array): boolean {
    return this.#transaction?.appendResponseBody(chunk) ?? false;
  }

  responseBody(): Ruling {
    return this.#rule(this.#transaction?.responseBody());
  }

  responseUnreadable(reason: string): Ruling {
    const ruling = this.responseBody();
    return ruling.kind === 'block' ? ruling : this.#rule({ kind: 'undetermined', reason });
  }

  refused(refusal: Refusal): string {
    this.#refusal ??= refusal;
    this.#blockedBy ??= 'verdict';
    return this.reference;
  }

  end(end: ExchangeEnd): void {
    this.#transaction?.end();
    const record = this.#transaction?.auditRecord() ?? null;
    if (record !== null) this.#guarding.auditLog.append(this.#auditEntry(record, end));
    this.#guarding.observe(this.#observation(end));
  }

  #auditEntry(record: AuditRecord, { status }: ExchangeEnd): AuditRecord {
    return auditEntry(record, {
      service: this.#policy.name,
      status,
      blocked: this.#effect() === 'blocked',
    });
  }

  #observation(end: ExchangeEnd): Observation {
    const { ids, redactHeaders, simulated } = this.#guarding;
    const matches: readonly RuleMatch[] = this.#transaction?.matches ?? [];
    const notable = matches.some(({ log }) => log);
    const exchange = {
      id: this.#id,
      startMs: this.#startMs,
      service: this.#policy.name,
      head: this.#head,
      end,
      inspection: notable ? this.#inspection() : null,
      bodyExcerpt: notable && this.#excerptBytes > 0 ? Buffer.concat(this.#excerpt).toString('latin1') : null,
      simulated,
    };
    const event = eventOfExchange(exchange, redactHeaders);
    const findings = signalsOfInspection(event, { matches, effect: this.#effect(), redactHeaders }, ids);
    const failed = this.#undetermined === null ? [] : [this.#inspectionFailed(event, this.#undetermined)];
    const refused = this.#refusal === null ? [] : [signalOfRefusal(event, this.#refusal, ids)];
    return { event, signals: [...findings, ...failed, ...refused], receipts: this.#receipts() };
  }

  #inspection(): NonNullable<Exchange['inspection']> {
    const { ruleId = null, phase = null } = this.#objection ?? {};
    return { ruleId, phase, score: this.#transaction?.scores.inbound ?? 0 };
  }

  #inspectionFailed(event: Observation['event'], reason: string): Signal {
    const finding = { code: 'inspection-undetermined', title: 'Request could not be inspected', reason };
    return gatewaySignal(
      event,
      { ...finding, severity: 'medium', effect: this.#effect() },
      this.#guarding.ids,
    );
  }

  #rule(verdict: Verdict | undefined): Ruling {
    if (verdict === undefined || verdict.kind === 'pass' || this.#blockedBy !== null) return PASS;
    if (verdict.kind === 'undetermined') {
      this.#undetermined ??= verdict.reason;
      return this.#policy.onInspectionError === 'closed' && this.#enforces()
        ? this.#block('verdict', 503)
        : PASS;
    }
    this.#objection = verdict;
    if (this.#enforces()) return { ...this.#block('verdict', verdict.status), ...insteadOf(verdict) };
    this.#wouldBlock = true;
    return PASS;
  }

  #enforces(): boolean {
    const policy = this.#policy;
    const { clientAddress } = this.#head;
    if (policy.mode === 'observe' || policy.allows(clientAddress)) return false;
    return this.#guarding.decisions.lookup(clientAddress, policy.name, this.#startMs)?.action !== 'allow';
  }

  #block(by: Decision | 'verdict', status: number): Ruling {
    this.#blockedBy = by;
    return { kind: 'block', status, reference: this.reference };
  }

  #effect(): Signal['effect'] {
    if (this.#blockedBy !== null) return 'blocked';
    return this.#wouldBlock ? 'would-block' : 'passed';
  }

  #receipts(): readonly Receipt[] {
    const by = this.#blockedBy;
    if (by === null) return [];
    return [
      {
        id: this.#guarding.ids.next(),
        timeMs: this.#guarding.clock.nowMs(),
        enforcer: 'gateway',
        effect: 'blocked',
        decisionId: by === 'verdict' ? null : by.id,
        eventId: this.#id,
        reference: this.reference,
        service: this.#policy.name,
      },
    ];
  }
}

/** What a rule asks for in place of the page. */
function insteadOf(
  verdict: Extract<Verdict, { kind: 'block' }>,
): Pick<Extract<Ruling, { kind: 'block' }>, 'instead'> {
  if (verdict.action === 'drop') return { instead: { kind: 'drop' } };
  if (verdict.location === undefined) return {};
  return { instead: { kind: 'redirect', location: verdict.location } };
}
