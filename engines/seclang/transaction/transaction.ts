import type { AuditRecord, Phase, ResponseHead, RuleMatch, Transaction, Verdict } from '../api.ts';
import { createAuditRecord, mayAudit } from '../audit/create-record.ts';
import { hasBit, nextBit } from '../compile/bits.ts';
import { type CompiledChain, readsNoValues } from '../compile/compiled-chain.ts';
import type { CompiledProgram } from '../compile/program.ts';
import { isWakeable, type WakePlan } from '../compile/wake-plan.ts';
import { type BlockVerdict, blockVerdict } from './block-verdict.ts';
import { BodyBuffer } from './body-buffer.ts';
import { type ControlRun, type ControlSteps, runControl } from './control-run.ts';
import { MATCHES_PER_TRANSACTION, type MatchRecord, toRuleMatch } from './match-record.ts';
import type { GivenVariable, PhasePlans } from './phase-plans.ts';
import { chooseProcessor, describeFailure, readBody } from './read-body.ts';
import { headerValue } from './request-facts.ts';
import { createExecution, type Execution, runSafely } from './run-chain.ts';
import { readScore } from './scores.ts';
import { type StateInput, TransactionState } from './state.ts';
import { ValueCache } from './value-cache.ts';
import { type Awake, wake } from './wake.ts';

const PASS: Verdict = { kind: 'pass' };

/** One request on its way through a program. Nothing that the request holds makes it throw. */
export class RuleTransaction implements Transaction {
  readonly #program: CompiledProgram;
  readonly #plans: PhasePlans;
  readonly #state: TransactionState;
  readonly #values: ValueCache;
  readonly #execution: Execution;
  readonly #requestBody: BodyBuffer;
  readonly #responseBody: BodyBuffer;
  #records: MatchRecord[] = [];
  /** First phase that runs again after an `allow`. */
  #allowedUntil: Phase = 1;
  #blocked: BlockVerdict | null = null;
  #audit: AuditRecord | null = null;

  constructor(
    program: CompiledProgram,
    input: StateInput,
    { variables, plans }: { readonly variables: readonly GivenVariable[]; readonly plans: PhasePlans },
  ) {
    this.#program = program;
    this.#plans = plans;
    this.#state = new TransactionState(input, plans.settled);
    this.#values = new ValueCache(plans.prefilter ? program.prefilter : null, this.#state);
    this.#execution = createExecution(this.#state, this.#values);
    this.#requestBody = new BodyBuffer(input.settings.requestBodyLimitBytes);
    this.#responseBody = new BodyBuffer(input.settings.responseBodyLimitBytes);
    for (const { name, key, value } of variables) {
      if (!program.settledNames.has(name)) this.#state.tx.setLower(name, key, value);
    }
    this.#state.bodyProcessor = chooseProcessor(input);
    plans.known.begin();
  }

  requestHeaders(): Verdict {
    return this.#runPhase(1);
  }

  get wantsRequestBody(): boolean {
    const { engine, requestBodyAccess } = this.#state;
    return engine !== 'off' && requestBodyAccess && this.#blocked === null && this.#allowedUntil <= 2;
  }

  appendRequestBody(chunk: Uint8Array): boolean {
    this.#requestBody.limitBytes = this.#state.requestBodyLimitBytes;
    return this.#requestBody.append(chunk);
  }

  requestBody(): Verdict {
    if (this.#blocked === null) readBody(this.#state, this.#requestBody.text(), this.#requestBody.seenBytes);
    return this.#runPhase(2);
  }

  responseHeaders(head: ResponseHead): Verdict {
    this.#state.response = head;
    return this.#runPhase(3);
  }

  get wantsResponseBody(): boolean {
    const { engine, responseBodyAccess, response, input } = this.#state;
    // A body is held back while it is looked at: not where there is no rule that could, nor a log that shows it.
    const isSeen = this.#program.steps(4).length + this.#program.steps(5).length > 0;
    if (!isSeen && !mayAudit(this.#state, 'E')) return false;
    if (engine === 'off' || !responseBodyAccess || response === null || this.#allowedUntil > 4) return false;
    const type = /^\s*([^;\s]*)/.exec(headerValue(response.headers, 'content-type'))?.[1]?.toLowerCase();
    return this.#blocked === null && input.settings.responseMediaTypes.has(type ?? '');
  }

  appendResponseBody(chunk: Uint8Array): boolean {
    this.#responseBody.limitBytes = this.#state.responseBodyLimitBytes;
    return this.#responseBody.append(chunk);
  }

  responseBody(): Verdict {
    this.#state.responseText = this.#responseBody.text();
    return this.#runPhase(4);
  }

  end(): void {
    this.#runPhase(5);
    try {
      this.#state.persistCollections();
    } catch (error) {
      this.#state.fail(`collections are not kept: ${describeFailure(error)}`);
    }
    this.#audit = createAuditRecord(this.#state, { records: this.#records, blocked: this.#blocked });
    this.#requestBody.clear();
    this.#responseBody.clear();
    this.#state.bodyText = '';
    this.#state.responseText = '';
  }

  auditRecord(): AuditRecord | null {
    return this.#audit;
  }

  get matches(): readonly RuleMatch[] {
    return this.#records.map(toRuleMatch);
  }

  get scores(): { readonly inbound: number; readonly outbound: number } {
    return { inbound: readScore(this.#state, 'inbound'), outbound: readScore(this.#state, 'outbound') };
  }

  #runPhase(phase: Phase): Verdict {
    const state = this.#state;
    if (this.#blocked !== null && phase !== 5) return this.#blocked;
    if (state.engine === 'off' || (phase < this.#allowedUntil && phase !== 5)) return PASS;
    state.enter(phase);
    this.#values.startPhase();
    this.#runSteps(phase);
    if (this.#blocked !== null) return this.#blocked;
    return state.failure === null ? PASS : { kind: 'undetermined', reason: state.failure };
  }

  #runSteps(phase: Phase): void {
    const program = this.#program;
    const state = this.#state;
    const steps = program.steps(phase);
    const plan = this.#plans.of(phase);
    const { prefilter } = program;
    const { known } = this.#plans;
    const awake = wake(plan, state, { prefilter, steps, known, stepOf: program.stepOf(phase) });
    for (let at = 0; at < steps.length && state.engine !== 'off'; ) {
      const pending = nextBit(awake.pending, at);
      const end = pending === -1 ? steps.length : pending;
      const leading = nextBit(plan.control, at);
      if (leading !== -1 && leading < end) {
        const { next, isMet } = this.#lead({ steps, control: plan.control }, { from: leading, end });
        at = isMet ? this.#step(phase, next, { plan, awake }) : next;
      } else if (end === steps.length) break;
      else at = this.#step(phase, end, { plan, awake });
    }
    if (state.isSpent) state.fail('the work budget of the request is used up');
    this.#plans.learn(phase);
  }

  #lead(steps: ControlSteps, stretch: { readonly from: number; readonly end: number }): ControlRun {
    const run = runControl(steps, stretch, this.#execution);
    for (const record of run.records) this.#keep(record);
    return run;
  }

  /** Runs one step; gives the one that is next. */
  #step(
    phase: Phase,
    at: number,
    { plan, awake }: { readonly plan: WakePlan; readonly awake: Awake },
  ): number {
    const steps = this.#program.steps(phase);
    const chain = steps[at];
    if (chain === undefined) return steps.length;
    // Past the budget no value is looked at any more, but what was found still counts: who sends much to hide an
    // attack behind it is blocked for the part that was seen.
    if (this.#state.isSpent && !readsNoValues(chain)) return at + 1;
    const isPlanned = hasBit(plan.planned, at);
    if (!isPlanned && isWakeable(chain)) this.#plans.miss(phase, at);
    const variables = isPlanned ? (awake.variables.get(at) ?? []) : null;
    const record = runSafely(chain, variables, this.#execution);
    if (record === null) return at + 1;
    this.#keep(record);
    return this.#disrupt(chain, phase) ? steps.length : chain.next;
  }

  #keep(record: MatchRecord): void {
    if (this.#records.length < MATCHES_PER_TRANSACTION) this.#records.push(record);
  }

  /** Does what a matched chain says about the request; true when the phase ends with it. */
  #disrupt({ node }: CompiledChain, phase: Phase): boolean {
    const { disruption } = node;
    if (this.#state.engine === 'off') return true;
    if (disruption.kind === 'pass' || this.#state.engine === 'detection-only' || phase === 5) return false;
    if (disruption.kind !== 'allow') this.#blocked = blockVerdict(node, phase, this.#state);
    else if (disruption.scope === 'transaction') this.#allowedUntil = 5;
    else if (disruption.scope === 'request') this.#allowedUntil = 3;
    return true;
  }
}
