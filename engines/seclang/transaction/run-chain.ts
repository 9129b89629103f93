import type { MatchedVariable } from '../api.ts';
import type { CompiledChain, CompiledLink } from '../compile/compiled-chain.ts';
import { formOf, formsAlong } from '../compile/pipeline.ts';
import type { OperatorMatch } from '../operators/index.ts';
import { describeMatch, type MatchRecord, VARIABLES_PER_MATCH } from './match-record.ts';
import { describeFailure } from './read-body.ts';
import type { TransactionState } from './state.ts';
import type { ValueCache } from './value-cache.ts';
import { createVariable, type Told, type Variable } from './variable.ts';

/** What chains need to run, and what the one that runs has come to; made once for a transaction. */
export interface Execution {
  readonly state: TransactionState;
  readonly values: ValueCache;
  readonly progress: Progress;
}

/** A variable in which a link matched: what its operator saw, and where it matched if that is known already. */
interface Found {
  readonly link: CompiledLink;
  readonly variable: Variable;
  readonly text: string;
  match: OperatorMatch | null | undefined;
}

/** A chain on its way: what matched so far. */
interface Progress {
  chain: CompiledChain | null;
  /** Null until something was found. */
  found: Found[] | null;
  started: boolean;
}

/** What chains need to run in a transaction. */
export function createExecution(state: TransactionState, values: ValueCache): Execution {
  return { state, values, progress: { chain: null, found: null, started: false } };
}

/** Steps for asking an operator, whatever the value, and for each of its bytes; searches of patterns count their own. */
const STEPS_OF_TEST = 300;
/** Steps for noting that a variable matched, and for each thing that the rule does then. */
const STEPS_OF_MATCH = 5000;
const STEPS_OF_EFFECT = 1000;
const STEPS_OF_BYTE = 4;

const NOTHING: MatchRecord['variables'] = [];

/** As {@link runChain}; a failure inside makes the verdict undetermined, and the other rules go on. */
export function runSafely(
  chain: CompiledChain,
  awake: readonly Variable[] | null,
  execution: Execution,
): MatchRecord | null {
  try {
    return runChain(chain, awake, execution);
  } catch (error) {
    execution.state.fail(`rule ${chain.node.id}: ${describeFailure(error)}`);
    return null;
  }
}

/**
 * Runs a chain: tests its links in order, does what each says at a match. Null unless all of them match.
 * `awake`: the variables that the head may match, where they were searched for; null where they were not.
 */
function runChain(
  chain: CompiledChain,
  awake: readonly Variable[] | null,
  execution: Execution,
): MatchRecord | null {
  const { state, progress } = execution;
  const { head } = chain;
  if (head.guard !== null && !head.guard(state)) return null;
  if (state.removedRules?.has(chain.number)) return null;
  if (head.group?.selection.lifetime === 'rule') state.matchedInChain = [];
  const variables = awake === null ? variablesOf(head, execution.values) : inOrder(awake, head);
  if (variables.length === 0 && head.group !== null) return null;
  progress.chain = chain;
  progress.found = null;
  progress.started = false;
  if (!runLink(head, variables, execution)) return null;
  for (const link of chain.rest) {
    if (!runLink(link, variablesOf(link, execution.values), execution)) return null;
  }
  const { node, message, logData } = chain;
  if (node.severity !== null) state.highestSeverity = Math.min(state.highestSeverity, node.severity);
  return {
    chain,
    message: message.expand(state),
    data: logData.expand(state),
    score: state.scoreAdded,
    variables: describeAll(progress, state),
    match: null,
  };
}

/** What a link looks at, as far as it may match; values that change from rule to rule are not worth a search. */
function variablesOf({ group, filter, multiMatch }: CompiledLink, values: ValueCache): readonly Variable[] {
  if (group === null) return [];
  if (filter === -1 || multiMatch || group.selection.lifetime === 'rule') return values.select(group);
  return values.candidates(group, filter);
}

/** Variables that were found in any order, in the order of the rule's targets; none is in two of them. */
function inOrder(variables: readonly Variable[], { group }: CompiledLink): readonly Variable[] {
  const parts = group?.selection.parts;
  if (variables.length < 2 || parts == null || parts.length < 2) return variables;
  const ordered: Variable[] = [];
  for (const { definition, key } of parts) {
    for (const variable of variables) {
      if (variable.collection !== definition.name) continue;
      if (key === null || variable.key?.toLowerCase() === key) ordered.push(variable);
    }
  }
  return ordered;
}

function runLink(link: CompiledLink, variables: readonly Variable[], execution: Execution): boolean {
  const { state } = execution;
  if (link.group === null) {
    start(execution);
    for (const effect of link.effects) effect(state);
    return true;
  }
  let matched = false;
  for (const variable of variables) {
    if (state.removedTargets !== null && isRemoved(variable, execution)) continue;
    const told = toldOf(link, variable, state);
    if (told === null) {
      if (runAnew(link, variable, execution)) matched = true;
      continue;
    }
    state.meter.steps += STEPS_OF_TEST;
    for (const text of told.matching) {
      matched = true;
      onMatch({ link, variable, text, match: undefined }, execution);
    }
  }
  return matched;
}

/** Asks the operator of each form of the variable that the link looks at. */
function runAnew(link: CompiledLink, variable: Variable, execution: Execution): boolean {
  const { operator, negated } = link;
  const { state } = execution;
  let matched = false;
  for (const text of formsOf(link, variable)) {
    state.meter.steps += STEPS_OF_TEST + STEPS_OF_BYTE * text.length;
    if (operator.test(text, state) === negated) continue;
    matched = true;
    onMatch({ link, variable, text, match: undefined }, execution);
  }
  return matched;
}

function formsOf({ group, multiMatch }: CompiledLink, variable: Variable): readonly string[] {
  if (group === null) return [];
  return multiMatch ? formsAlong(variable, group.pipeline) : [formOf(variable, group.pipeline)];
}

/** What the operator says of a value that comes again; null of others, or where it does not depend on the value alone. */
function toldOf(link: CompiledLink, variable: Variable, state: TransactionState): Told | null {
  const { analysis } = variable;
  if (!link.isPure || analysis === null || analysis.text === null) return null;
  const kept = analysis.told?.get(link);
  if (kept !== undefined) return kept;
  const matching = formsOf(link, variable).filter((text) => {
    state.meter.steps += STEPS_OF_TEST + STEPS_OF_BYTE * text.length;
    return link.operator.test(text, state) !== link.negated;
  });
  const told = { matching, located: [] };
  analysis.told ??= new Map();
  analysis.told.set(link, told);
  return told;
}

/** A target that a `ctl` took away; asked for each value, because a rule may take away what it is looking at. */
function isRemoved(variable: Variable, { state, progress }: Execution): boolean {
  const filters = state.removedTargets?.get(progress.chain?.number ?? -1);
  return filters?.some((filter) => filter(variable)) === true;
}

/** Prepares the transaction for the first match of a chain. */
function start({ state, progress }: Execution): void {
  if (progress.started) return;
  progress.started = true;
  state.rule = progress.chain?.node ?? null;
  state.scoreAdded = 0;
  if (state.matchedInChain.length > 0) state.matchedInChain = [];
}

function onMatch(found: Found, execution: Execution): void {
  const { link, variable, text } = found;
  const { state, progress } = execution;
  start(execution);
  state.meter.steps += STEPS_OF_MATCH + STEPS_OF_EFFECT * link.effects.length;
  if (link.capture && !link.negated) {
    found.match = locate(found, state);
    if (found.match !== null) state.tx.capture(found.match.captures);
  }
  state.matched =
    text === variable.value ? variable : createVariable(variable.collection, variable.key, text);
  if (state.matchedInChain.length === 0) state.matchedInChain = [state.matched];
  else state.matchedInChain.push(state.matched);
  if (progress.chain?.node.log === true) {
    progress.found ??= [];
    if (progress.found.length < VARIABLES_PER_MATCH) progress.found.push(found);
  }
  for (const effect of link.effects) effect(state);
}

/** Where an operator matched; remembered for values that come again. */
function locate({ link, variable, text }: Found, state: TransactionState): OperatorMatch | null {
  const told = toldOf(link, variable, state);
  if (told === null) return link.operator.locate?.(text, state, variable) ?? null;
  const at = told.matching.indexOf(text);
  let located = told.located[at];
  if (located === undefined) {
    located = link.operator.locate?.(text, state) ?? null;
    told.located[at] = located;
  }
  return located;
}

function describeAll({ found }: Progress, state: TransactionState): MatchRecord['variables'] {
  return found === null ? NOTHING : found.map((one) => describe(one, state));
}

/** Tells where a variable matched; done last, since most chains begin to match and do not end. */
function describe(found: Found, state: TransactionState): MatchedVariable {
  const { link, variable, text, match } = found;
  const located = match === undefined && !link.negated ? locate(found, state) : match;
  return describeMatch(variable, text, located ?? null);
}
