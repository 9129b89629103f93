import type { VariableDefinition } from '../variables/index.ts';
import { type Bits, createBits, hasBit, setBit } from './bits.ts';
import type { CompiledChain, CompiledLink, ValueGroup } from './compiled-chain.ts';
import { type Pipeline, pipelinesAlong } from './pipeline.ts';
import type { Candidates, Prefilter } from './prefilter.ts';
import type { Predicate, SelectionPart } from './selection.ts';

/** A form of a value, what is asked of it, and the forms that are made of it: pipelines as a tree. */
export interface FormPlan {
  readonly pipeline: Pipeline;
  /** Operators that look at this form. */
  readonly operators: OperatorWords;
  /** Operators that look at this form or at one below. */
  readonly below: OperatorWords;
  /** Marks of values that a form below may differ from, ASCII case apart; null where one may differ from any value. */
  readonly changeMarks: number | null;
  readonly children: readonly FormStep[];
}

/** The way from a form to the next. */
export interface FormStep {
  /** Marks of values that the transformation may change; null for any value. */
  readonly marks: number | null;
  readonly form: FormPlan;
}

/** A set of operators without its empty words: `sets[n]` is word `words[n]`. */
export interface OperatorWords {
  readonly words: Int32Array;
  readonly sets: Int32Array;
}

/** What is asked of a member of a collection. */
export interface KeyPlan {
  /** The value as it is. */
  readonly form: FormPlan;
  /** Steps that each value wakes, because nothing is known of what they need. */
  readonly blind: readonly number[];
}

/** What is asked of the members of a collection. */
export interface CollectionPlan {
  readonly definition: VariableDefinition;
  /** By lower-case key, where rules name keys. */
  readonly keys: ReadonlyMap<string, KeyPlan>;
  /** Bit n: a key of that length is named (31 stands for 31 and more), so that most look-ups are spared. */
  readonly keyLengths: number;
  /** Of all other members; null where nothing is asked of them. */
  readonly rest: KeyPlan | null;
  /** By step, where it does not look at all members that the plan offers it. */
  readonly keeps: ReadonlyMap<number, Predicate>;
}

/**
 * How the values of a phase are searched once, so that only rules that may match are run. Made for the rules that
 * were reached before: what rules of other paranoia levels would ask costs nothing.
 */
export interface WakePlan {
  readonly collections: readonly CollectionPlan[];
  /**
   * Steps that run whatever the values are: those that cannot be searched for, and those that are not planned for.
   * Control rules are not among them, see `runControl`.
   */
  readonly unconditional: Bits;
  /** Steps that are control rules. */
  readonly control: Bits;
  /** Steps that only run when a value wakes them. */
  readonly planned: Bits;
}

/** Whether values can be searched for what the rule needs, or what it says of them can be remembered. */
export function isWakeable(chain: CompiledChain): boolean {
  const { filter, group, isPure } = chain.head;
  return (filter !== -1 || isPure) && group !== null && group.selection.parts !== null;
}

/** The steps of a phase, and what is known of them. */
export interface PlannedPhase {
  readonly steps: readonly CompiledChain[];
  /** Steps that are control rules. */
  readonly control: Bits;
  /** Steps that were reached before. */
  readonly reached: ReadonlySet<number>;
}

/** Plans for the given steps of a phase; the others are run as if nothing were known. */
export function makeWakePlan({ steps, control, reached }: PlannedPhase, prefilter: Prefilter): WakePlan {
  const unconditional = createBits(steps.length);
  const planned = createBits(steps.length);
  const drafts = new Map<VariableDefinition, Asked[]>();
  steps.forEach((chain, step) => {
    if (hasBit(control, step)) return;
    if (!isWakeable(chain) || !reached.has(step)) {
      setBit(unconditional, step);
      return;
    }
    setBit(planned, step);
    const { group, filter } = chain.head;
    for (const part of group?.selection.parts ?? []) {
      const asked = drafts.get(part.definition) ?? [];
      drafts.set(part.definition, asked);
      asked.push({ part, step, filter, pipelines: pipelinesOf(chain.head, group) });
    }
  });
  const collections = [...drafts].map(([definition, asked]) => planCollection(definition, asked, prefilter));
  return { collections, unconditional, control, planned };
}

/** That an operator asks for a part of a selection. */
interface Asked {
  readonly part: SelectionPart;
  readonly step: number;
  /** -1 where it cannot be searched for. */
  readonly filter: number;
  readonly pipelines: readonly Pipeline[];
}

function pipelinesOf({ multiMatch }: CompiledLink, group: ValueGroup | null): readonly Pipeline[] {
  if (group === null) return [];
  return multiMatch ? pipelinesAlong(group.pipeline) : [group.pipeline];
}

function planCollection(
  definition: VariableDefinition,
  asked: readonly Asked[],
  prefilter: Prefilter,
): CollectionPlan {
  const names = new Set(asked.flatMap(({ part }) => part.key ?? []));
  const ofAll = asked.filter(({ part }) => part.key === null);
  const keys = [...names].map((key) => {
    const ofKey = asked.filter(({ part }) => part.key === null || part.key === key);
    return [key, planKey(ofKey, prefilter)] as const;
  });
  let keyLengths = 0;
  for (const name of names) keyLengths |= 1 << Math.min(name.length, 31);
  return {
    definition,
    keys: new Map(keys),
    keyLengths,
    rest: ofAll.length === 0 ? null : planKey(ofAll, prefilter),
    keeps: new Map(asked.flatMap(({ step, part }) => (part.keeps === null ? [] : [[step, part.keeps]]))),
  };
}

function planKey(asked: readonly Asked[], prefilter: Prefilter): KeyPlan {
  const operatorsOf = new Map<Pipeline, Candidates>();
  const children = new Map<Pipeline, Set<Pipeline>>();
  for (const { pipelines, filter } of asked) {
    for (const pipeline of filter === -1 ? [] : pipelines) {
      const operators = operatorsOf.get(pipeline) ?? new Int32Array(prefilter.words);
      operatorsOf.set(pipeline, operators);
      setBit(operators, filter);
      for (let one = pipeline; one.parent !== null; one = one.parent) {
        children.set(one.parent, (children.get(one.parent) ?? new Set()).add(one));
      }
    }
  }
  const planForm = (pipeline: Pipeline): { readonly form: FormPlan; readonly all: Candidates } => {
    const own = operatorsOf.get(pipeline) ?? new Int32Array(prefilter.words);
    const all = own.slice();
    let changeMarks: number | null = 0;
    const steps: FormStep[] = [];
    for (const child of children.get(pipeline) ?? []) {
      const planned = planForm(child);
      const marks = prefilter.marksOf(child);
      child.idleMarks = prefilter.idleMarksOf(child);
      const both: number | null =
        marks === null || planned.form.changeMarks === null ? null : marks | planned.form.changeMarks;
      changeMarks = changeMarks === null || both === null ? null : changeMarks | both;
      planned.all.forEach((bits, word) => {
        all[word] = (all[word] ?? 0) | bits;
      });
      steps.push({ marks, form: planned.form });
    }
    const form = { pipeline, operators: wordsOf(own), below: wordsOf(all), changeMarks, children: steps };
    return { form, all };
  };
  const blind = asked.flatMap(({ filter, step }) => (filter === -1 ? step : []));
  return { form: planForm(prefilter.identity).form, blind };
}

function wordsOf(operators: Candidates): OperatorWords {
  const words: number[] = [];
  operators.forEach((bits, word) => {
    if (bits !== 0) words.push(word);
  });
  return { words: Int32Array.from(words), sets: Int32Array.from(words, (word) => operators[word] ?? 0) };
}
