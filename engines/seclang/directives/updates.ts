import { CHOOSERS, type RuleChooser } from '../actions/rule-choice.ts';
import type { ActionNode, TargetNode } from '../ast/rule.ts';
import type { Word } from '../lexer/words.ts';
import { parseActions } from '../parser/actions.ts';
import { checkActions } from '../parser/check-actions.ts';
import { parseTargets } from '../parser/targets.ts';
import { type DirectiveCall, type DirectiveHandler, reportDirective } from './directive.ts';
import { editRules, type RuleEdit } from './edit-rules.ts';
import type { LoadState } from './load-state.ts';
import { reportNoRule } from './removals.ts';

/** Rules by id, and which rule of their chains: `12345`, `12345:1`, `12345-12350`. */
const ID_WORD = /^[\d\s,-]+(?::\d{1,4})?$/;

/**
 * `SecRuleUpdateTargetById 942100 "!ARGS:comment"`, and by tag or message: adds variables and exclusions to rules
 * that stand before it. With a third argument, `… 958895 REQUEST_URI REQUEST_FILENAME`, the variable named last is
 * replaced. Ids may be several, ranges, and say with `:1` which rule of the chain is meant.
 */
export function updateTargets(by: keyof typeof CHOOSERS): DirectiveHandler {
  return (call, state) => {
    const { rules, rest } = splitWords(call.words, by);
    const [added, replaced] = rest;
    if (rules.length === 0 || added === undefined || rest.length > 2) {
      reportDirective(call, state, {
        code: 'seclang.bad-arguments',
        message: `${call.name.text} expects which rules, the variables to add or exclude, and at most one to replace`,
        help: `write for example ${call.name.text} ${by === 'id' ? '942100' : 'attack-sqli'} "!ARGS:comment"`,
      });
      return;
    }
    const targets = readTargets(call, state, added);
    const old = replaced === undefined ? [] : readTargets(call, state, replaced);
    if (targets === null || old === null) return;
    const edit: RuleEdit = (rule) => ({
      ...rule,
      targets: old.length === 0 ? [...rule.targets, ...targets] : replaceTargets(rule.targets, old, targets),
    });
    for (const word of rules) change(call, state, { word, chooser: CHOOSERS[by], edit });
  };
}

/**
 * `SecRuleUpdateActionById 12345 "deny,status:403"`: adds actions to rules that stand before it; of those that a rule
 * has once, the new one holds. `12345:1` is the first rule that is chained to 12345. Id and phase stay as they are.
 */
export const updateActions: DirectiveHandler = (call, state) => {
  const { rules, rest } = splitWords(call.words, 'id');
  const [word] = rest;
  if (rules.length === 0 || word === undefined || rest.length > 1) {
    reportDirective(call, state, {
      code: 'seclang.bad-arguments',
      message: `${call.name.text} expects which rules, and their new actions`,
      help: `write for example ${call.name.text} 942100 "pass,nolog"`,
    });
    return;
  }
  const actions = parseActions(word, state.reporter);
  const isFixed = ({ name }: ActionNode) => name === 'id' || name === 'phase';
  for (const { name, place } of actions.filter(isFixed)) {
    state.reporter.report({
      code: 'seclang.fixed-action',
      severity: 'error',
      message: `${call.name.text} cannot change the ${name} of a rule`,
      place,
      help: 'the other actions are changed; to change this one, remove the rule and write it anew',
    });
  }
  const added = actions.filter((action) => !isFixed(action) && action.name !== 'chain');
  const isChained = rules.some((rule) => offsetOf(rule) > 0);
  if (!checkActions(added, isChained ? 'chained-update' : 'update', state.reporter)) return;
  const edit: RuleEdit = (rule) => ({ ...rule, actions: [...rule.actions, ...added] });
  for (const rule of rules) change(call, state, { word: rule, chooser: CHOOSERS.id, edit });
};

/** Words that name rules, and those behind them. Only ids can be several words. */
function splitWords(
  words: readonly Word[],
  by: keyof typeof CHOOSERS,
): { readonly rules: readonly Word[]; readonly rest: readonly Word[] } {
  if (by !== 'id') return { rules: words.slice(0, 1), rest: words.slice(1) };
  const firstOther = words.findIndex((word) => !ID_WORD.test(word.text));
  const end = firstOther === -1 ? words.length : Math.max(1, firstOther);
  return { rules: words.slice(0, end), rest: words.slice(end) };
}

function offsetOf(word: Word): number {
  return Number(/:(\d+)$/.exec(word.text)?.[1] ?? 0);
}

function change(
  call: DirectiveCall,
  state: LoadState,
  { word, chooser, edit }: { readonly word: Word; readonly chooser: RuleChooser; readonly edit: RuleEdit },
): void {
  const isById = chooser === CHOOSERS.id;
  const choice = chooser(isById ? word.text.replace(/:\d+$/, '') : word.text);
  if (typeof choice !== 'function') {
    const { kind: _refused, ...said } = choice;
    reportDirective(call, state, { code: 'seclang.bad-arguments', at: word, ...said });
    return;
  }
  const offset = isById ? offsetOf(word) : 0;
  if (editRules(choice, state, { offset, edit }) === 0) reportNoRule(call, state, word);
}

function readTargets(call: DirectiveCall, state: LoadState, word: Word): readonly TargetNode[] | null {
  const targets = parseTargets(word);
  if (!('message' in targets)) return targets;
  const { message } = targets;
  reportDirective(call, state, { code: 'seclang.bad-variables', message, at: word });
  return null;
}

/** The list with the new targets where the first of the old ones stood; as it was where there is none of them. */
function replaceTargets(
  targets: readonly TargetNode[],
  old: readonly TargetNode[],
  added: readonly TargetNode[],
): readonly TargetNode[] {
  const isOld = (target: TargetNode) => old.some((one) => sameTarget(one, target));
  const first = targets.findIndex(isOld);
  if (first === -1) return targets;
  return [...targets.slice(0, first), ...added, ...targets.slice(first).filter((target) => !isOld(target))];
}

function sameTarget(one: TargetNode, other: TargetNode): boolean {
  const key = ({ mode, collection, selector }: TargetNode) =>
    JSON.stringify([mode, collection, selector]).toLowerCase();
  return key(one) === key(other);
}
