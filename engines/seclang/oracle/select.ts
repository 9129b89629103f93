import type { Selector, TargetNode } from '../ast/rule.ts';
import { compileRegex } from '../regex/index.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import { variableNamed } from '../variables/index.ts';
import { selectXmlPlainly } from '../xpath/index.ts';

/** The variables that a target list means, found in the plainest way: read, keep, count. */
export function selectVariables(
  targets: readonly TargetNode[],
  state: TransactionState,
): readonly Variable[] {
  const excluded = targets.filter((target) => target.mode === 'exclude');
  const selected: Variable[] = [];
  for (const target of targets) {
    if (target.mode === 'exclude') continue;
    const all = allOf(target, state);
    const members = all.filter(
      (variable) => isMeant(variable, target) && !excluded.some((no) => isMeant(variable, no)),
    );
    if (target.mode === 'include') selected.push(...members);
    else {
      const key = target.selector?.kind === 'name' ? target.selector.name : null;
      selected.push(createVariable(target.collection, key, String(members.length)));
    }
  }
  return selected;
}

/** The members of a collection; what an XPath expression selects. */
function allOf({ collection, selector }: TargetNode, state: TransactionState): readonly Variable[] {
  const isTree = selector?.kind === 'xpath' && !/^\/(?:\*|\/@\*)$/.test(selector.expression);
  return isTree ? selectXmlPlainly(selector, state) : (variableNamed(collection)?.read(state) ?? []);
}

function isMeant(variable: Variable, { collection, selector }: TargetNode): boolean {
  return variable.collection === collection && (selector === null || isNamed(variable.key, selector));
}

function isNamed(key: string | null, selector: Selector): boolean {
  if (key === null) return false;
  if (selector.kind === 'xpath') return key === selector.expression;
  if (selector.kind === 'name') return key.toLowerCase() === selector.name.toLowerCase();
  const regex = compileRegex(selector.pattern, { ignoreCase: true, dotAll: true });
  return regex.kind === 'regex' && regex.test(key);
}
