import type { RuleChooser } from '../actions/rule-choice.ts';
import type { Word } from '../lexer/words.ts';
import { type DirectiveCall, type DirectiveHandler, reportDirective } from './directive.ts';
import { takeOutRules } from './edit-rules.ts';
import type { LoadState } from './load-state.ts';

/**
 * `SecRuleRemoveById 920350 942100-942199`, and by a pattern on tags or messages: takes out rules that stand before
 * it. Each argument is a choice of its own.
 */
export function removeRules(chooser: RuleChooser): DirectiveHandler {
  return (call, state) => {
    if (call.words.length === 0) {
      reportDirective(call, state, {
        code: 'seclang.bad-arguments',
        message: `${call.name.text} expects which rules`,
        help: `write for example ${call.name.text} 942100 or a pattern`,
      });
    }
    for (const word of call.words) {
      const choice = chooser(word.text);
      if (typeof choice === 'function') {
        if (takeOutRules(choice, state) === 0) reportNoRule(call, state, word);
        continue;
      }
      const { kind: _refused, ...said } = choice;
      reportDirective(call, state, { code: 'seclang.bad-arguments', at: word, ...said });
    }
  };
}

/** Says that a directive changes nothing, because what it names does not stand before it. */
export function reportNoRule(call: DirectiveCall, state: LoadState, word: Word): void {
  state.reporter.report({
    code: 'seclang.no-such-rule',
    severity: 'warning',
    message: `${call.name.text} changes nothing: no rule before it is meant by '${word.text}'`,
    place: word.placeAt(0),
    help: 'put it behind the rules that it is about; they may be refused or removed, too',
  });
}
