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

/** What holds for every action that is not refused. */
interface ActionTraits {
  /** Whether a value follows the name: `msg:'text'`, `log`, `allow` or `allow:phase`. */
  readonly value: 'required' | 'optional' | 'none';
  /** In a chain, whether only its first rule may say it (reference manual: chain). */
  readonly starterOnly: boolean;
  /** What is wrong with the value, or null; the rule is refused with it. */
  readonly check?: (value: string) => string | null;
  /** Why this use of the action changes nothing here, or null where it does; said as information. */
  readonly notice?: (value: string) => string | null;
}

/** What an action is: read while the rule is loaded, done at a match, or refused. */
export type ActionKind =
  | ({ readonly kind: 'metadata' } & ActionTraits)
  | ({ readonly kind: 'effect'; readonly define: EffectDefinition } & ActionTraits)
  | { readonly kind: 'unsupported'; readonly reason: string };
