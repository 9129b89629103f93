import type { TransactionState } from '../transaction/state.ts';
import type { Variable } from '../transaction/variable.ts';

/** How a variable of the language is read. */
export interface VariableReading {
  /** How long what `read` gave holds: for the whole request, for one phase, or for one rule. */
  readonly lifetime: 'request' | 'phase' | 'rule';
  /** Members of the collection in the order of the request; a variable with one value gives one member. */
  read(state: TransactionState): readonly Variable[];
}

/** A variable of the language. */
export interface VariableDefinition extends VariableReading {
  /** Its name in the language, which is the collection of all members that it reads. */
  readonly name: string;
  /** Its place in the table of all, counted from 0: where a transaction keeps what was read. */
  readonly number: number;
}
