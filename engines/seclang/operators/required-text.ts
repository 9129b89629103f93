import type { MacroText } from '../compile/macro.ts';
import type { Operator } from './operator.ts';

/** Says of an operator that matches only values that hold its argument which text that is, where it is known. */
export function requiredText({ literal }: MacroText): Pick<Operator, 'literals'> {
  return literal === null || literal === '' ? {} : { literals: [literal] };
}
