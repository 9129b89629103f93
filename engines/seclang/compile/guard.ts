import type { LinkNode } from '../ast/chain.ts';
import type { Operator } from '../operators/index.ts';
import type { TransactionState } from '../transaction/state.ts';

/** Says false where a link surely does not match. */
export type Guard = (state: TransactionState) => boolean;

/**
 * A shortcut for links that look at one variable of TX by its name, or count it, as the rules that lead through a
 * rule set do; null for all others.
 */
export function compileGuard(link: LinkNode, operator: Operator): Guard | null {
  const [target, ...others] = link.targets;
  if (target?.collection !== 'TX' || target.selector?.kind !== 'name' || others.length > 0) return null;
  if (link.operator === null || link.transformations.length > 0) return null;
  const { negated } = link.operator;
  const name = target.selector.name.toLowerCase();
  if (target.mode === 'count') {
    return (state) => operator.test(state.tx.getLower(name) === undefined ? '0' : '1', state) !== negated;
  }
  if (target.mode !== 'include') return null;
  return (state) => {
    const variable = state.tx.getLower(name);
    return variable !== undefined && operator.test(variable.value, state) !== negated;
  };
}
