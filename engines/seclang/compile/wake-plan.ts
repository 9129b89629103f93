import type { VariableDefinition } from '../variables/index.ts';
import { type Bits, createBits, hasBit, setBit } from './bits.ts';
import type { CompiledChain, CompiledLink, ValueGroup } from './compiled-chain.ts';
import { type Pipeline, pipelinesAlong } from './pipeline.ts';
import type { Candidates, Prefilter } from './prefilter.ts';
import type { Predicate, SelectionPart } from './selection.ts';

/** Operators that look at the values of one pipeline. */
export interface PipelineEntry {
  readonly pipeline: Pipeline;
  /** Marks of values that the pipeline may change; a value without them is what it was, ASCII case apart. */
  readonly changeMarks: number;
  readonly operators: OperatorWords;
}

/** A set of operators without its empty words: `sets[n]` is word `words[n]`. */
export interface OperatorWords {
  readonly words: Int32Array;
  readonly sets: Int32Array;
}

/** What is asked of a member of a collection. */
export interface KeyPlan {
  /** Marks of values that any of the entries may change. */
  readonly changeMarks: number;
  /** Operators of all entries. */
  readonly operators: OperatorWords;
  readonly entries: readonly PipelineEntry[];
  /** Entries whose pipelines may change any value (hashes, decoders). */
  readonly always: readonly PipelineEntry[];
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
  for (const { pipelines, filter } of asked) {
    for (const pipeline of filter === -1 ? [] : pipelines) {
      const operators = operatorsOf.get(pipeline) ?? new Int32Array(prefilter.words);
      operatorsOf.set(pipeline, operators);
      setBit(operators, filter);
    }
  }
  const entries: PipelineEntry[] = [];
  const always: PipelineEntry[] = [];
  const all = new Int32Array(prefilter.words);
  let changeMarks = 0;
  for (const [pipeline, operators] of operatorsOf) {
    const marks = prefilter.changeMarks(pipeline);
    if (marks === null) always.push({ pipeline, changeMarks: -1, operators: wordsOf(operators) });
    else {
      entries.push({ pipeline, changeMarks: marks, operators: wordsOf(operators) });
      changeMarks |= marks;
      operators.forEach((bits, word) => {
        all[word] = (all[word] ?? 0) | bits;
      });
    }
  }
  const blind = asked.flatMap(({ filter, step }) => (filter === -1 ? step : []));
  return { changeMarks, operators: wordsOf(all), entries, always, blind };
}

function wordsOf(operators: Candidates): OperatorWords {
  const words = [...operators.keys()].filter((word) => operators[word] !== 0);
  return { words: Int32Array.from(words), sets: Int32Array.from(words, (word) => operators[word] ?? 0) };
}
