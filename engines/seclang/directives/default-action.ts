import { parseActions } from '../parser/actions.ts';
import { phaseNamed } from '../parser/chain.ts';
import { checkActions } from '../parser/check-actions.ts';
import { isDisruptive } from '../parser/disruption.ts';
import { type DirectiveHandler, reportDirective } from './directive.ts';

/**
 * `SecDefaultAction "phase:2,log,pass"`: what rules of that phase inherit that come after it. It must say its phase and
 * whether requests pass (reference manual: SecDefaultAction).
 */
export const secDefaultAction: DirectiveHandler = (call, state) => {
  const [word] = call.words;
  const actions = word === undefined ? [] : parseActions(word, state.reporter);
  const phase = phaseNamed(actions.findLast(({ name }) => name === 'phase')?.value ?? '');
  const decides = actions.some(({ name }) => isDisruptive(name) && name !== 'block');
  if (phase === undefined || !decides || call.words.length !== 1) {
    const missing = phase === undefined ? 'a phase from 1 to 5' : 'pass, deny or another decision';
    reportDirective(call, state, {
      code: 'seclang.bad-arguments',
      message: `SecDefaultAction expects ${missing}`,
      help: 'write SecDefaultAction "phase:2,log,auditlog,pass"; the directive has no effect now',
      ...(word === undefined ? {} : { at: word }),
    });
    return;
  }
  if (!checkActions(actions, 'default', state.reporter)) return;
  state.defaults = new Map([...state.defaults, [phase, actions.filter(({ name }) => name !== 'id')]]);
};
