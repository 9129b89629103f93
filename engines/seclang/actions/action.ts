import type { ChainNode } from '../ast/chain.ts';
import type { ActionNode } from '../ast/rule.ts';
import type { TransactionState } from '../transaction/state.ts';

/** Something that an action does each time its rule matches. */
export type Effect = (state: TransactionState) => void;

/** The action cannot be made; the rule is refused with this message. */
export interface ActionRefusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly help?: string;
}

/** What an action may ask for while it is prepared. */
export interface ActionContext {
  /** All rules of the program in order; a rule's number is its index here. */
  readonly chains: readonly ChainNode[];
}

/** Makes an effect of an action, once while rules load, or says why there is none. */
export type EffectDefinition = (action: ActionNode, context: ActionContext) => Effect | ActionRefusal;
