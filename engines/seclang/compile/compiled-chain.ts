import type { Effect } from '../actions/index.ts';
import type { ChainNode } from '../ast/chain.ts';
import type { Operator } from '../operators/index.ts';
import type { ControlKind } from './control.ts';
import type { Guard } from './guard.ts';
import type { MacroText } from './macro.ts';
import type { Pipeline } from './pipeline.ts';
import type { Selection } from './selection.ts';

/** The values of one selection after one pipeline; rules that want the same ones share it. */
export interface ValueGroup {
  /** Index in the caches of a transaction. */
  readonly id: number;
  readonly selectionId: number;
  readonly selection: Selection;
  readonly pipeline: Pipeline;
}

/** One rule of a chain, ready to run. */
export interface CompiledLink {
  /** Null in a `SecAction`. */
  readonly group: ValueGroup | null;
  readonly operator: Operator;
  readonly negated: boolean;
  /** The operator's number in the program's prefilter; -1 where it must be run on every value. */
  readonly filter: number;
  /** Whether what the operator says of a value depends on the value alone. */
  readonly isPure: boolean;
  /** Says false where the link surely does not match, at little cost; null where there is no such shortcut. */
  readonly guard: Guard | null;
  readonly multiMatch: boolean;
  readonly capture: boolean;
  readonly effects: readonly Effect[];
}

/** A chain, ready to run. */
export interface CompiledChain {
  /** Index of the rule in the program, by which rules are removed at run time. */
  readonly number: number;
  readonly node: ChainNode;
  readonly head: CompiledLink;
  /** The links after the head. */
  readonly rest: readonly CompiledLink[];
  readonly message: MacroText;
  readonly logData: MacroText;
  readonly control: ControlKind;
  /** Index, in the steps of its phase, of what runs after a match. */
  readonly next: number;
}

/** Whether a chain asks for nothing but counters and settings, so that it costs next to nothing whatever was sent. */
export function readsNoValues({ head, rest }: CompiledChain): boolean {
  return [head, ...rest].every(({ group, guard }) => group === null || guard !== null);
}
