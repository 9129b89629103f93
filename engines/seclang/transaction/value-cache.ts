import type { ValueGroup } from '../compile/compiled-chain.ts';
import { type Candidates, isCandidate, type Prefilter } from '../compile/prefilter.ts';
import type { TransactionState } from './state.ts';
import type { Variable } from './variable.ts';

/** Steps for reading a byte of a value, and for each value whatever its length; see `wake`. */
const STEPS_OF_BYTE = 12;
const STEPS_OF_VALUE = 500;

/** Keeps what was selected, so that rules that want the same variables share the work. */
export class ValueCache {
  readonly #state: TransactionState;
  /** Null where every rule is run on all its values. */
  readonly #prefilter: Prefilter | null;
  readonly #selections: (readonly Variable[] | undefined)[] = [];
  /** Indices that hold for this phase only. */
  readonly #selectionsOfPhase: number[] = [];

  constructor(prefilter: Prefilter | null, state: TransactionState) {
    this.#state = state;
    this.#prefilter = prefilter;
  }

  /** Forgets what the new phase may see differently. */
  startPhase(): void {
    for (const id of this.#selectionsOfPhase) this.#selections[id] = undefined;
    this.#selectionsOfPhase.length = 0;
  }

  /** The variables that a rule looks at. */
  select({ selection, selectionId }: ValueGroup): readonly Variable[] {
    if (selection.lifetime === 'rule') return selection.select(this.#state);
    const kept = this.#selections[selectionId];
    if (kept !== undefined) return kept;
    const variables = selection.select(this.#state);
    this.#selections[selectionId] = variables;
    if (selection.lifetime === 'phase') this.#selectionsOfPhase.push(selectionId);
    return variables;
  }

  /** Those of the variables that the operator may match after the group's pipeline. */
  candidates(group: ValueGroup, operator: number): readonly Variable[] {
    const variables = this.select(group);
    const prefilter = this.#prefilter;
    if (prefilter === null) return variables;
    const { meter } = this.#state;
    const isPossible = (variable: Variable): boolean => {
      meter.steps += STEPS_OF_VALUE + STEPS_OF_BYTE * variable.value.length;
      const found: Candidates = prefilter.candidates(variable, group.pipeline);
      return isCandidate(found, operator);
    };
    return variables.filter(isPossible);
  }
}
