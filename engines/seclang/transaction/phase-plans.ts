import type { Phase } from '../api.ts';
import { createBits } from '../compile/bits.ts';
import type { CompiledProgram } from '../compile/program.ts';
import { makeWakePlan, type WakePlan } from '../compile/wake-plan.ts';
import { KnownValues } from './known-values.ts';
import { createSettledStates, type SettledStates } from './settled-state.ts';

/** A variable of `TX` that is set before phase 1. */
export interface GivenVariable {
  /** The key in lower case. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/**
 * The plans of one inspector, and what it knows of values. Plans grow by the rules that transactions reach, so that
 * rules that are never reached (those of other paranoia levels) are never searched for. What is found does not depend
 * on them, only the time.
 * A class, because it owns what was learned.
 */
export class PhasePlans {
  readonly #program: CompiledProgram;
  /** What was found out about values that come again. */
  readonly known = new KnownValues();
  /** The settled states of `TX`, and what followed from them. */
  readonly settled: SettledStates;
  readonly #plans = new Map<Phase, WakePlan>();
  readonly #reached = new Map<Phase, Set<number>>();
  /** Whether rules are searched for at all. */
  readonly prefilter: boolean;
  #missed = false;

  /** `given`: variables of `TX` that are set before phase 1. */
  constructor(
    program: CompiledProgram,
    { prefilter, given }: { readonly prefilter: boolean; readonly given: readonly GivenVariable[] },
  ) {
    this.#program = program;
    this.prefilter = prefilter;
    this.settled = createSettledStates(program.settledNames, given);
  }

  of(phase: Phase): WakePlan {
    const plan = this.#plans.get(phase) ?? this.#make(phase);
    this.#plans.set(phase, plan);
    return plan;
  }

  /** Notes that a step was reached that the plan does not know. */
  miss(phase: Phase, step: number): void {
    if (!this.prefilter) return;
    const reached = this.#reached.get(phase) ?? new Set();
    this.#reached.set(phase, reached.add(step));
    this.#missed = true;
  }

  /** Plans anew for what was missed; to be called when no rule of the phase is running. */
  learn(phase: Phase): void {
    if (!this.#missed) return;
    this.#missed = false;
    this.#plans.set(phase, this.#make(phase));
  }

  #make(phase: Phase): WakePlan {
    const program = this.#program;
    const reached = this.#reached.get(phase) ?? new Set();
    const control = this.prefilter ? program.control(phase) : createBits(0);
    return makeWakePlan({ steps: program.steps(phase), control, reached }, program.prefilter);
  }
}
