import type { Scan } from '@dejfa/match';
import type { Bits } from '../compile/bits.ts';
import { setBit } from '../compile/bits.ts';
import type { CompiledChain } from '../compile/compiled-chain.ts';
import { formOf, formsAlong } from '../compile/pipeline.ts';
import type { Candidates, Prefilter } from '../compile/prefilter.ts';
import type { CollectionPlan, FormPlan, KeyPlan, OperatorWords, WakePlan } from '../compile/wake-plan.ts';
import type { KnownValues } from './known-values.ts';
import type { TransactionState } from './state.ts';
import type { ValueAnalysis, Variable } from './variable.ts';

/** What a search through the values of a phase brought to light. */
export interface Awake {
  /** Steps of the phase that are to run. */
  readonly pending: Bits;
  /** By step: the variables that its head may match. */
  readonly variables: Map<number, Variable[]>;
}

/** What the search needs to know of the program. */
export interface WakeContext {
  readonly prefilter: Prefilter;
  readonly steps: readonly CompiledChain[];
  /** By operator: the step of this phase that it is the head of. */
  readonly stepOf: Int32Array;
  readonly known: KnownValues;
}

/** Searches the values of a phase, each once, for what the planned rules need. */
export function wake(plan: WakePlan, state: TransactionState, context: WakeContext): Awake {
  const awake: Awake = { pending: plan.unconditional.slice(), variables: new Map() };
  for (const collection of plan.collections) {
    let search = null as Search | null;
    for (const variable of state.read(collection.definition)) {
      if (state.isSpent) return awake;
      const keyPlan = keyPlanOf(variable, collection);
      if (keyPlan === null) continue;
      const analysis = context.known.analysisFor(variable);
      if (search?.keyPlan !== keyPlan) search = { keyPlan, collection, awake, context, state };
      if (analysis === null) searchValue(variable, search);
      else searchKnown(variable, analysis, search);
    }
  }
  return awake;
}

function keyPlanOf({ key }: Variable, { keys, keyLengths, rest }: CollectionPlan): KeyPlan | null {
  if (keyLengths === 0 || key === null) return rest;
  if ((keyLengths & (1 << Math.min(key.length, 31))) === 0) return rest;
  return keys.get(key.toLowerCase()) ?? rest;
}

/** One value on its way through the search. */
interface Search {
  readonly keyPlan: KeyPlan;
  readonly collection: CollectionPlan;
  readonly awake: Awake;
  readonly context: WakeContext;
  readonly state: TransactionState;
}

/** Steps for making and reading a byte of a value, or of one of its forms, and for each value whatever its length. */
const STEPS_OF_BYTE = 12;
const STEPS_OF_VALUE = 500;

/** Wakes the rules that match a value, of which that may be known from other requests. */
function searchKnown(variable: Variable, analysis: ValueAnalysis, search: Search): void {
  const { keyPlan } = search;
  const known = analysis.plan === keyPlan ? analysis.matching : analysis.matchingOthers?.get(keyPlan);
  const matching = known ?? keepMatching(variable, analysis, search);
  search.state.meter.steps += STEPS_OF_VALUE;
  for (let at = 0; at < matching.length; at += 1) wakeStep(variable, matching[at] ?? 0, search);
}

function keepMatching(variable: Variable, analysis: ValueAnalysis, search: Search): readonly number[] {
  const found = findMatching(variable, search);
  if (analysis.plan === null) {
    analysis.plan = search.keyPlan;
    analysis.matching = found;
  } else {
    analysis.matchingOthers ??= new Map();
    analysis.matchingOthers.set(search.keyPlan, found);
  }
  // What led there is not needed again, and would take more room than all the rest.
  analysis.scan = null;
  analysis.scans = null;
  analysis.forms = null;
  return found;
}

/** Steps that the value wakes and that match it, and those that gave up on it. */
function findMatching(variable: Variable, search: Search): readonly number[] {
  const awake: Awake = { pending: search.awake.pending.slice(), variables: new Map() };
  searchValue(variable, { ...search, collection: { ...search.collection, keeps: NO_EXCEPTIONS }, awake });
  return [...awake.variables.keys()].filter((step) => mayMatch(variable, step, search));
}

const NO_EXCEPTIONS: CollectionPlan['keeps'] = new Map();

/** What an operator that is planned for says of a value depends on nothing else. */
function mayMatch(variable: Variable, step: number, { context, state }: Search): boolean {
  const head = context.steps[step]?.head;
  if (head === undefined || head.group === null) return true;
  const { operator, group, multiMatch, negated } = head;
  const forms = multiMatch ? formsAlong(variable, group.pipeline) : [formOf(variable, group.pipeline)];
  try {
    return forms.some((form) => operator.test(form, state) !== negated);
  } catch {
    // The rule is run again, and says itself why it cannot tell.
    return true;
  }
}

function searchValue(variable: Variable, search: Search): void {
  const { keyPlan, context, state } = search;
  const { prefilter } = context;
  const { meter } = state;
  const readBefore = prefilter.readBytes;
  searchForm(variable, keyPlan.form, prefilter.scan(variable), search);
  for (const step of keyPlan.blind) wakeStep(variable, step, search);
  meter.steps += STEPS_OF_VALUE + STEPS_OF_BYTE * (prefilter.readBytes - readBefore);
}

/** Searches a form of a value, and those made of it as far as they differ from it. */
function searchForm(variable: Variable, form: FormPlan, scan: Scan, search: Search): void {
  const { prefilter } = search.context;
  const { changeMarks } = form;
  if (changeMarks !== null && (scan.marks & changeMarks) === 0) {
    if (scan.members !== prefilter.none) wakeOperators(variable, scan.members, form.below, search);
    return;
  }
  if (scan.members !== prefilter.none) wakeOperators(variable, scan.members, form.operators, search);
  for (const { marks, form: next } of form.children) {
    const isSame = marks !== null && (scan.marks & marks) === 0;
    searchForm(variable, next, isSame ? scan : prefilter.scanStep(variable, next.pipeline, scan), search);
  }
}

function wakeOperators(variable: Variable, found: Candidates, asking: OperatorWords, search: Search): void {
  const { words, sets } = asking;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? 0;
    let rest = (found[word] ?? 0) & (sets[at] ?? 0);
    while (rest !== 0) {
      const lowest = rest & -rest;
      rest ^= lowest;
      const operator = (word << 5) + 31 - Math.clz32(lowest);
      wakeStep(variable, search.context.stepOf[operator] ?? 0, search);
    }
  }
}

function wakeStep(variable: Variable, step: number, { collection, awake }: Search): void {
  if (collection.keeps.size > 0 && collection.keeps.get(step)?.(variable) === false) return;
  const variables = awake.variables.get(step);
  if (variables === undefined) {
    awake.variables.set(step, [variable]);
    setBit(awake.pending, step);
  } else if (variables.at(-1) !== variable) variables.push(variable);
}
