import { parseAssignment } from '../actions/setvar.ts';
import type { LinkNode } from '../ast/chain.ts';
import type { ActionNode } from '../ast/rule.ts';
import { toBytes } from '../lexer/bytes.ts';
import type { CompiledChain } from './compiled-chain.ts';
import { compileMacro, type MacroText } from './macro.ts';
import { isClosed, type SettledNames } from './settled-names.ts';

/** Macros that tell what matched in the chain itself. */
const OF_MATCH: ReadonlySet<string> = new Set(['matched_var', 'matched_var_name']);

/**
 * How a chain is a control rule, one of those that lead through a rule set: `whole` where all that it reads and does are
 * settled names of TX, so that it comes to the same whenever these are the same; `head` where that holds of whether its
 * first rule matches, which mostly it does not; null where it is none.
 */
export type ControlKind = 'whole' | 'head' | null;

/** What kind of control rule a chain is. */
export function controlKind(
  chain: Pick<CompiledChain, 'node' | 'head' | 'rest' | 'message' | 'logData'>,
  names: SettledNames,
): ControlKind {
  const { node, head, rest, message, logData } = chain;
  const [first, ...others] = node.links;
  if (first === undefined || !readsSettled(first, names) || head.capture || head.multiMatch) return null;
  const isWhole =
    node.disruption.kind === 'pass' &&
    [message, logData].every((text) => isSettledText(text, names)) &&
    others.every((link) => readsSettled(link, names)) &&
    rest.every(({ capture, multiMatch }) => !capture && !multiMatch) &&
    node.links.every(({ effects }) => effects.every((action) => writesSettled(action, names)));
  if (isWhole) return 'whole';
  return head.guard === null ? null : 'head';
}

/** What matched is settled, too. */
function isSettledText({ reads }: MacroText, names: SettledNames): boolean {
  return isClosed({ reads: reads.filter(({ collection }) => !OF_MATCH.has(collection)) }, names);
}

function readsSettled({ operator, targets }: LinkNode, names: SettledNames): boolean {
  const isSettled = targets.every(
    ({ collection, selector, mode }) =>
      collection === 'TX' &&
      mode !== 'exclude' &&
      selector?.kind === 'name' &&
      names.has(selector.name.toLowerCase()),
  );
  return isSettled && (operator === null || isClosed(compileMacro(toBytes(operator.argument)), names));
}

function writesSettled({ name, value }: ActionNode, names: SettledNames): boolean {
  const assignment = name === 'setvar' ? parseAssignment(value) : null;
  return assignment?.collection === 'tx' && names.has(assignment.name.literal?.toLowerCase() ?? '');
}
