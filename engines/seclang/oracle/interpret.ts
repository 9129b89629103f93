import { type ActionContext, actionNamed } from '../actions/index.ts';
import type { Phase, Program, RequestHead, RuleResolver } from '../api.ts';
import type { ChainNode, LinkNode } from '../ast/chain.ts';
import type { CollectionStore } from '../collections/index.ts';
import { compileMacro } from '../compile/macro.ts';
import { CompiledProgram } from '../compile/program.ts';
import { toBytes } from '../lexer/bytes.ts';
import { type Operator, operatorNamed } from '../operators/index.ts';
import { chooseProcessor, readBody } from '../transaction/read-body.ts';
import { DEFAULT_SETTINGS } from '../transaction/settings.ts';
import { createSettledStates } from '../transaction/settled-state.ts';
import { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import { TRANSFORMATIONS, transformationNamed } from '../transformations/index.ts';
import { createPlainCollections } from './plain-collections.ts';
import { selectVariables } from './select.ts';

/** A request as the oracle takes it. */
export interface OracleInput {
  readonly head: RequestHead;
  /** Bytes as a latin1 string. */
  readonly body: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly resolver: RuleResolver;
  /** Milliseconds since 1970; 0 where absent. */
  readonly nowMs?: number;
  /** What requests before this one left; nothing where absent. */
  readonly collections?: CollectionStore;
}

/** What the oracle found: ids of the rules that matched, in order, and the `TX` variables they left, by lower-case name. */
export interface OracleResult {
  readonly ruleIds: readonly number[];
  readonly tx: readonly (readonly [name: string, value: string])[];
}

/** Operators by the link they belong to; compiling patterns again for each request would take hours. */
const operators = new WeakMap<LinkNode, Operator>();

/**
 * Runs phases 1, 2 and 5 the plain way: rule after rule, value after value, with no cache, no sharing and no
 * shortcut, and blocks nothing. The compiled engine must find the same.
 */
export function interpret(program: Program, input: OracleInput): OracleResult {
  if (!(program instanceof CompiledProgram)) throw new TypeError('the program was not made by loadRules');
  const settings = { ...DEFAULT_SETTINGS, ...program.settings };
  const state = new TransactionState(
    {
      head: input.head,
      nowMs: input.nowMs ?? 0,
      uniqueId: 'oracle',
      settings,
      collections: input.collections ?? createPlainCollections(),
    },
    createSettledStates(program.settledNames, []),
  );
  for (const [name, value] of Object.entries(input.variables)) state.tx.set(name, toBytes(value));
  state.bodyProcessor = chooseProcessor(state.input);
  const ruleIds: number[] = [];
  interpretPhase(1, { program, input, state, ruleIds });
  if (state.requestBodyAccess)
    readBody(state, input.body.slice(0, state.requestBodyLimitBytes), input.body.length);
  interpretPhase(2, { program, input, state, ruleIds });
  interpretPhase(5, { program, input, state, ruleIds });
  state.persistCollections();
  const tx = [...state.tx.values()].map(({ key, value }) => [(key ?? '').toLowerCase(), value] as const);
  return { ruleIds, tx };
}

interface Run {
  readonly program: CompiledProgram;
  readonly input: OracleInput;
  readonly state: TransactionState;
  readonly ruleIds: number[];
}

function interpretPhase(phase: Phase, run: Run): void {
  const { program, state, ruleIds } = run;
  state.enter(phase);
  let skipTo: string | null = null;
  let skip = 0;
  for (const item of program.items) {
    if (state.engine === 'off') return;
    if (skipTo !== null) {
      const name = item.kind === 'marker' ? item.name : String(item.id);
      if (name === skipTo) skipTo = null;
      continue;
    }
    if (item.kind === 'marker' || item.phase !== phase || !program.ruleIds.includes(item.id)) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    if (!interpretChain(item, run)) continue;
    ruleIds.push(item.id);
    skipTo = item.skipAfter;
    skip = skipTo === null ? item.skip : 0;
  }
}

function interpretChain(chain: ChainNode, run: Run): boolean {
  const { state, program } = run;
  const chains = program.items.filter((item) => item.kind === 'chain');
  const number = chains.indexOf(chain);
  if (state.removedRules?.has(number)) return false;
  state.matchedInChain = [];
  return chain.links.every((link) => {
    if (link.operator === null) {
      state.rule = chain;
      doEffects(link, state, { chains });
      return true;
    }
    const operator = operatorOf(link, chain, run);
    let matched = false;
    for (const variable of selectVariables(link.targets, state)) {
      if (state.removedTargets?.get(number)?.some((filter) => filter(variable))) continue;
      for (const text of link.multiMatch ? everyForm(variable, link) : everyForm(variable, link).slice(-1)) {
        if (operator.test(text, state) === link.operator.negated) continue;
        matched = true;
        state.rule = chain;
        noteMatch(link, { operator, variable, text }, state);
        doEffects(link, state, { chains });
      }
    }
    return matched;
  });
}

function noteMatch(
  link: LinkNode,
  {
    operator,
    variable,
    text,
  }: { readonly operator: Operator; readonly variable: Variable; readonly text: string },
  state: TransactionState,
): void {
  const match = link.capture && !link.operator?.negated ? operator.locate?.(text, state, variable) : null;
  for (let group = 0; match && group < 10; group += 1) {
    const captured = match.captures[group];
    if (captured === undefined) state.tx.delete(String(group));
    else state.tx.set(String(group), captured);
  }
  state.matched = createVariable(variable.collection, variable.key, text);
  state.matchedInChain.push(state.matched);
}

function doEffects(link: LinkNode, state: TransactionState, context: ActionContext): void {
  for (const action of link.effects) {
    const kind = actionNamed(action.name);
    const effect = kind?.kind === 'effect' ? kind.define(action, context) : null;
    if (typeof effect === 'function') effect(state);
  }
}

/** The value and what each transformation makes of it, without repetitions. */
function everyForm(variable: Variable, link: LinkNode): readonly string[] {
  const forms = [variable.value];
  for (const spelled of link.transformations) {
    const name = transformationNamed(spelled);
    const before = forms.at(-1) ?? '';
    const form = name === undefined ? before : TRANSFORMATIONS[name](before);
    if (form !== before) forms.push(form);
  }
  return forms;
}

function operatorOf(link: LinkNode, chain: ChainNode, { input, program }: Run): Operator {
  const kept = operators.get(link);
  if (kept !== undefined) return kept;
  const argument = toBytes(link.operator?.argument ?? '');
  const made = operatorNamed(link.operator?.name ?? '')?.({
    argument,
    text: compileMacro(argument),
    data: (name) => input.resolver.data(name, chain.file),
    geo: input.resolver.geo ?? null,
    blocklists: input.resolver.blocklists ?? null,
    httpBlKey: program.settings.httpBlKey ?? null,
  });
  if (made?.kind !== 'operator') throw new TypeError(`rule ${chain.id} was not refused and has no operator`);
  operators.set(link, made);
  return made;
}
