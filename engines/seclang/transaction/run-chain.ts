import type { MatchedVariable } from '../api.ts';
import type { CompiledChain, CompiledLink } from '../compile/compiled-chain.ts';
import { formsAlong } from '../compile/pipeline.ts';
import { isCandidate } from '../compile/prefilter.ts';
import { describeMatch, type MatchRecord, VARIABLES_PER_MATCH } from './match-record.ts';
import type { TransactionState } from './state.ts';
import type { ValueCache } from './value-cache.ts';
import { createVariable, type Variable } from './variable.ts';

/** What a chain needs to run. */
export interface Execution {
  readonly state: TransactionState;
  readonly values: ValueCache;
}

/** A chain on its way: what matched so far. */
interface Progress {
  readonly chain: CompiledChain;
  readonly variables: MatchedVariable[];
  started: boolean;
}

/** Captures that rules can read as TX.0 to TX.9. */
const CAPTURES = 10;

/** Runs a chain: tests its links in order, does what each says at a match. Null unless all of them match. */
export function runChain(chain: CompiledChain, execution: Execution): MatchRecord | null {
  const { state } = execution;
  if (state.removedRules?.has(chain.number)) return null;
  if (!mayMatch(chain.head, execution.values)) return null;
  const progress: Progress = { chain, variables: [], started: false };
  if (!runLink(chain.head, progress, execution)) return null;
  for (const link of chain.rest) if (!runLink(link, progress, execution)) return null;
  const { node, message, logData } = chain;
  if (node.severity !== null) state.highestSeverity = Math.min(state.highestSeverity, node.severity);
  return {
    chain,
    message: message.expand(state),
    data: logData.expand(state),
    score: state.scoreAdded,
    variables: progress.variables,
  };
}

/** Whether the literals that the link needs are in any of its values; without looking at more. */
function mayMatch(link: CompiledLink, values: ValueCache): boolean {
  if (!isFiltered(link) || link.group === null) return true;
  const { any } = values.filter(link.group, values.values(link.group));
  return isCandidate(any, link.filter);
}

/** Values that change from rule to rule are not worth a search. */
function isFiltered({ group, filter }: CompiledLink): boolean {
  return filter !== -1 && group !== null && group.selection.lifetime !== 'rule';
}

function runLink(link: CompiledLink, progress: Progress, execution: Execution): boolean {
  if (link.group === null) {
    start(progress, execution.state);
    for (const effect of link.effects) effect(execution.state);
    return true;
  }
  if (link.group.selection.lifetime === 'rule' && link === progress.chain.head)
    execution.state.matchedInChain = [];
  const values = execution.values.values(link.group);
  const { variables, texts } = values;
  const { operator, negated, filter } = link;
  const candidates = isFiltered(link) ? execution.values.filter(link.group, values).each : null;
  let matched = false;
  for (let at = 0; at < variables.length; at += 1) {
    const variable = variables[at];
    const text = texts[at];
    if (variable === undefined || text === undefined) continue;
    const candidate = candidates?.[at];
    if (candidate !== undefined && !isCandidate(candidate, filter)) continue;
    if (isRemoved(variable, progress.chain, execution.state)) continue;
    if (link.multiMatch) {
      for (const form of formsAlong(variable, link.group.pipeline)) {
        if (operator.test(form, execution.state) === negated) continue;
        matched = true;
        onMatch({ link, variable, text: form }, progress, execution.state);
      }
    } else if (operator.test(text, execution.state) !== negated) {
      matched = true;
      onMatch({ link, variable, text }, progress, execution.state);
    }
  }
  return matched;
}

/** A target that a `ctl` took away; asked for each value, because a rule may take away what it is looking at. */
function isRemoved(variable: Variable, chain: CompiledChain, { removedTargets }: TransactionState): boolean {
  return removedTargets?.get(chain.number)?.some((filter) => filter(variable)) === true;
}

/** Prepares the transaction for the first match of a chain. */
function start(progress: Progress, state: TransactionState): void {
  if (progress.started) return;
  progress.started = true;
  const { id, message, severity } = progress.chain.node;
  state.rule = { id, message, severity };
  state.scoreAdded = 0;
  state.matchedInChain = [];
}

function onMatch(
  {
    link,
    variable,
    text,
  }: { readonly link: CompiledLink; readonly variable: Variable; readonly text: string },
  progress: Progress,
  state: TransactionState,
): void {
  start(progress, state);
  const isLogged = progress.chain.node.log;
  const wantsMore = link.capture || (isLogged && progress.variables.length < VARIABLES_PER_MATCH);
  const match = wantsMore && !link.negated ? (link.operator.locate?.(text, state) ?? null) : null;
  if (link.capture && match !== null) capture(match.captures, state);
  state.matched =
    text === variable.value ? variable : createVariable(variable.collection, variable.key, text);
  state.matchedInChain.push(state.matched);
  if (isLogged && progress.variables.length < VARIABLES_PER_MATCH) {
    progress.variables.push(describeMatch(variable, text, match));
  }
  for (const effect of link.effects) effect(state);
}

/** Puts captures into TX.0 to TX.9 and removes those that an earlier match left. */
function capture(captures: readonly (string | undefined)[], state: TransactionState): void {
  for (let number = 0; number < CAPTURES; number += 1) {
    const text = captures[number];
    if (text === undefined) state.tx.delete(String(number));
    else state.tx.set(String(number), text);
  }
}
