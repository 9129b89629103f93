import { selectById, selectByPattern } from '../actions/ctl.ts';
import type { ChainNode } from '../ast/chain.ts';
import { parseTargets } from '../parser/targets.ts';
import { type DirectiveHandler, reportDirective } from './directive.ts';

type Chooser = (text: string) => ReturnType<typeof selectById>;

/** Ways to name rules: by id or range, by a pattern on tags, by a pattern on the message. */
export const CHOOSERS = {
  id: selectById,
  tag: (text) => selectByPattern(text, (chain: ChainNode) => chain.tags),
  msg: (text) => selectByPattern(text, (chain: ChainNode) => [chain.message]),
} satisfies Readonly<Record<string, Chooser>>;

/** `SecRuleRemoveById 920350 942100-942199`, and by tag or message. */
export function removeRules(choose: Chooser): DirectiveHandler {
  return (call, state) => {
    const test = choose(call.words.map((word) => word.text).join(' '));
    if (typeof test === 'function') {
      state.updates.push({ test, targets: null });
      return;
    }
    reportDirective(call, state, { code: 'seclang.bad-arguments', ...withoutKind(test) });
  };
}

/** `SecRuleUpdateTargetById 942100 "!ARGS:comment"`, and by tag or message. */
export function updateTargets(choose: Chooser): DirectiveHandler {
  return (call, state) => {
    const [rules, added] = call.words;
    if (rules === undefined || added === undefined || call.words.length !== 2) {
      reportDirective(call, state, {
        code: 'seclang.bad-arguments',
        message: `${call.name.text} expects which rules, and the variables to add or exclude`,
        help: `write for example ${call.name.text} 942100 "!ARGS:comment"`,
      });
      return;
    }
    const test = choose(rules.text);
    const targets = parseTargets(added);
    if (typeof test !== 'function') {
      reportDirective(call, state, { code: 'seclang.bad-arguments', at: rules, ...withoutKind(test) });
    } else if ('message' in targets) {
      reportDirective(call, state, { code: 'seclang.bad-variables', message: targets.message, at: added });
    } else state.updates.push({ test, targets });
  };
}

function withoutKind(refusal: { readonly message: string; readonly help?: string }) {
  return refusal.help === undefined
    ? { message: refusal.message }
    : { message: refusal.message, help: refusal.help };
}
