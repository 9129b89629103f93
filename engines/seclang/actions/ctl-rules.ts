import type { ChainNode } from '../ast/chain.ts';
import type { TargetNode } from '../ast/rule.ts';
import { compilePredicate } from '../compile/selection.ts';
import { parseTargets } from '../parser/targets.ts';
import { compileRegex } from '../regex/index.ts';
import type { VariableFilter } from '../transaction/state.ts';
import { variableNamed } from '../variables/index.ts';
import type { ActionContext, ActionRefusal, Effect } from './action.ts';
import type { RuleChooser } from './rule-choice.ts';

/** `ctl:ruleRemoveBy…`: the rules do not run any more in this transaction. */
export function removeRules(
  value: string,
  chooser: RuleChooser,
  { chains }: ActionContext,
): Effect | ActionRefusal {
  const numbers = numbersOf(value, chooser, chains);
  if ('kind' in numbers) return numbers;
  return (state) => {
    state.removedRules ??= new Set();
    for (const number of numbers) state.removedRules.add(number);
  };
}

/** `ctl:ruleRemoveTargetBy…=RULES;TARGETS`: the rules do not look at the targets any more in this transaction. */
export function removeTargets(
  value: string,
  chooser: RuleChooser,
  { chains }: ActionContext,
): Effect | ActionRefusal {
  const semicolon = value.indexOf(';');
  const numbers = numbersOf(value.slice(0, semicolon === -1 ? value.length : semicolon), chooser, chains);
  if ('kind' in numbers) return numbers;
  const targets = semicolon === -1 ? null : readTargets(value.slice(semicolon + 1));
  if (targets === null) {
    return {
      kind: 'refused',
      message: `'${value}' names no target`,
      help: 'write the rules, a semicolon and a variable: 942100;ARGS:comment',
    };
  }
  if ('kind' in targets) return targets;
  const filters: readonly VariableFilter[] = targets.map(compilePredicate);
  return (state) => {
    state.removedTargets ??= new Map();
    for (const number of numbers) {
      state.removedTargets.set(number, [...(state.removedTargets.get(number) ?? []), ...filters]);
    }
  };
}

/** Targets, of which a leading `!` changes nothing; null where there is none that can be read. */
function readTargets(text: string): readonly TargetNode[] | ActionRefusal | null {
  const targets = parseTargets({ text, placeAt: () => ({ file: '', line: 1, column: 1 }) });
  if ('message' in targets) return null;
  for (const { collection, selector } of targets) {
    if (variableNamed(collection) === undefined) {
      return {
        kind: 'refused',
        message: `the variable ${collection} is not known`,
        help: 'check the spelling',
      };
    }
    const regex = selector?.kind === 'pattern' ? compileRegex(selector.pattern, { dotAll: true }) : null;
    if (regex?.kind === 'refused') {
      return {
        kind: 'refused',
        message: `the selector is not supported: ${regex.reason}`,
        help: 'use a plain name',
      };
    }
  }
  return targets;
}

/**
 * Rules by how they are named, of a program that is being compiled: the CRS names all of its own in 162 places, and to
 * find them anew each time took a fifth of the time that loading takes. What is kept goes with the list of rules.
 */
const NAMED = new WeakMap<readonly ChainNode[], Map<RuleChooser, Map<string, readonly number[]>>>();

function numbersOf(
  text: string,
  chooser: RuleChooser,
  chains: readonly ChainNode[],
): readonly number[] | ActionRefusal {
  const ofProgram = NAMED.get(chains) ?? new Map<RuleChooser, Map<string, readonly number[]>>();
  NAMED.set(chains, ofProgram);
  const ofChooser = ofProgram.get(chooser) ?? new Map<string, readonly number[]>();
  ofProgram.set(chooser, ofChooser);
  const known = ofChooser.get(text);
  if (known !== undefined) return known;
  const choice = chooser(text);
  if (typeof choice !== 'function') return choice;
  const numbers: number[] = [];
  chains.forEach((chain, number) => {
    if (choice(chain)) numbers.push(number);
  });
  ofChooser.set(text, numbers);
  return numbers;
}
