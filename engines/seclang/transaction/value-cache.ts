import type { ValueGroup } from '../compile/compiled-chain.ts';
import { formOf } from '../compile/pipeline.ts';
import { addCandidates, type Candidates, type Prefilter } from '../compile/prefilter.ts';
import type { CompiledProgram } from '../compile/program.ts';
import type { TransactionState } from './state.ts';
import type { Variable } from './variable.ts';

/** Variables and, at the same indices, their values after a pipeline. */
export interface GroupValues {
  readonly variables: readonly Variable[];
  readonly texts: readonly string[];
  /** Operators that may match each text, and those that may match any; null until a rule asks. */
  filter: { readonly each: readonly Candidates[]; readonly any: Candidates } | null;
}

/** Keeps what was selected and transformed, so that rules that want the same values share the work. */
export class ValueCache {
  readonly #state: TransactionState;
  readonly #prefilter: Prefilter;
  readonly #groups: (GroupValues | undefined)[];
  readonly #selections: (readonly Variable[] | undefined)[];
  /** Indices that hold for this phase only. */
  readonly #groupsOfPhase: number[] = [];
  readonly #selectionsOfPhase: number[] = [];

  constructor(program: CompiledProgram, state: TransactionState) {
    this.#state = state;
    this.#prefilter = program.prefilter;
    this.#groups = new Array(program.groupCount);
    this.#selections = new Array(program.selectionCount);
  }

  /** Forgets what the new phase may see differently. */
  startPhase(): void {
    for (const id of this.#groupsOfPhase) this.#groups[id] = undefined;
    for (const id of this.#selectionsOfPhase) this.#selections[id] = undefined;
    this.#groupsOfPhase.length = 0;
    this.#selectionsOfPhase.length = 0;
  }

  /** The values that a rule looks at. */
  values(group: ValueGroup): GroupValues {
    const kept = this.#groups[group.id];
    if (kept !== undefined) return kept;
    const { lifetime } = group.selection;
    const variables = lifetime === 'rule' ? group.selection.select(this.#state) : this.#select(group);
    const values = {
      variables,
      texts: variables.map((variable) => formOf(variable, group.pipeline)),
      filter: null,
    };
    if (lifetime !== 'rule') this.#groups[group.id] = values;
    if (lifetime === 'phase') this.#groupsOfPhase.push(group.id);
    return values;
  }

  /** Operators that may match the values of a group. */
  filter(group: ValueGroup, values: GroupValues): NonNullable<GroupValues['filter']> {
    if (values.filter !== null) return values.filter;
    const each = values.variables.map((variable) => this.#prefilter.candidates(variable, group.pipeline));
    const { none } = this.#prefilter;
    const found = each.filter((candidates) => candidates !== none);
    const any = found.length <= 1 ? (found[0] ?? none) : this.#prefilter.emptyCandidates();
    if (found.length > 1) for (const candidates of found) addCandidates(any, candidates);
    values.filter = { each, any };
    return values.filter;
  }

  #select({ selection, selectionId }: ValueGroup): readonly Variable[] {
    const kept = this.#selections[selectionId];
    if (kept !== undefined) return kept;
    const variables = selection.select(this.#state);
    this.#selections[selectionId] = variables;
    if (selection.lifetime === 'phase') this.#selectionsOfPhase.push(selectionId);
    return variables;
  }
}
