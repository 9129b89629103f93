import type { AuditRecord, Phase, ResponseHead, RuleMatch, Transaction, Verdict } from '../api.ts';
import { createAuditRecord, mayAudit } from '../audit/create-record.ts';
import { hasBit, nextBit } from '../compile/bits.ts';
import { type CompiledChain, readsNoValues } from '../compile/compiled-chain.ts';
import type { CompiledProgram } from '../compile/program.ts';
import { isWakeable } from '../compile/wake-plan.ts';
import { type BlockVerdict, blockVerdict } from './block-verdict.ts';
import { BodyBuffer } from './body-buffer.ts';
import { MATCHES_PER_TRANSACTION, type MatchRecord, toRuleMatch } from './match-record.ts';
import type { PhasePlans } from './phase-plans.ts';
import { chooseProcessor, describeFailure, readBody } from './read-body.ts';
import { headerValue } from './request-facts.ts';
import { createExecution, type Execution, runChain } from './run-chain.ts';
import { readScore } from './scores.ts';
import { type StateInput, TransactionState } from './state.ts';
import { ValueCache } from './value-cache.ts';
import type { Variable } from './variable.ts';
import { wake } from './wake.ts';

const PASS: Verdict = { kind: 'pass' };

/** A variable of `TX` that is set before phase 1. */
export interface GivenVariable {
  /** The key in lower case. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

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
    this.#state = new TransactionState(input);
    this.#values = new ValueCache(plans.prefilter ? program.prefilter : null, this.#state);
    this.#execution = createExecution(this.#state, this.#values);
    this.#requestBody = new BodyBuffer(input.settings.requestBodyLimitBytes);
    this.#responseBody = new BodyBuffer(input.settings.responseBodyLimitBytes);
    for (const { name, key, value } of variables) this.#state.tx.setLower(name, key, value);
    this.#state.bodyProcessor = chooseProcessor(input);
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
    const steps = this.#program.steps(phase);
    const plan = this.#plans.of(phase);
    const awake = wake(plan, this.#state, {
      prefilter: this.#program.prefilter,
      steps,
      known: this.#plans.known,
      stepOf: this.#program.stepOf(phase),
    });
    let at = nextBit(awake.pending, 0);
    while (at !== -1 && this.#state.engine !== 'off') {
      const chain = steps[at];
      if (chain === undefined) break;
      // Past the budget no value is looked at any more, but what was found still counts: who sends much to hide an
      // attack behind it is blocked for the part that was seen.
      if (this.#state.isSpent && !readsNoValues(chain)) {
        at = nextBit(awake.pending, at + 1);
        continue;
      }
      const isPlanned = hasBit(plan.planned, at);
      if (!isPlanned && isWakeable(chain)) this.#plans.miss(phase, at);
      const record = this.#run(chain, isPlanned ? (awake.variables.get(chain.head.filter) ?? []) : null);
      if (record !== null) {
        if (this.#records.length < MATCHES_PER_TRANSACTION) this.#records.push(record);
        if (this.#disrupt(chain, phase)) break;
      }
      at = nextBit(awake.pending, record === null ? at + 1 : chain.next);
    }
    if (this.#state.isSpent) this.#state.fail('the work budget of the request is used up');
    this.#plans.learn(phase);
  }

  /** Runs one chain; a failure inside makes the verdict undetermined and the other rules go on. */
  #run(chain: CompiledChain, awake: readonly Variable[] | null): MatchRecord | null {
    try {
      return runChain(chain, awake, this.#execution);
    } catch (error) {
      this.#state.fail(`rule ${chain.node.id}: ${describeFailure(error)}`);
      return null;
    }
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
