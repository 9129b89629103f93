import type { Phase } from '../api.ts';
import type { ActionNode } from '../ast/rule.ts';
import { parseActions } from '../parser/actions.ts';
import type { EngineMode, Settings } from '../transaction/settings.ts';
import { type DirectiveHandler, reportDirective } from './directive.ts';

const ENGINE_MODES: Readonly<Record<string, EngineMode>> = {
  on: 'on',
  off: 'off',
  detectiononly: 'detection-only',
};

/** `SecRuleEngine On|Off|DetectionOnly`. */
export const secRuleEngine: DirectiveHandler = (call, state) => {
  const engine = ENGINE_MODES[call.words[0]?.text.toLowerCase() ?? ''];
  if (engine !== undefined) state.settings = { ...state.settings, engine };
  else reportValue(call, state, 'On, Off or DetectionOnly');
};

/** A directive that is On or Off. */
export function onOff(setting: 'requestBodyAccess' | 'responseBodyAccess'): DirectiveHandler {
  return (call, state) => {
    const text = call.words[0]?.text.toLowerCase();
    if (text === 'on' || text === 'off') state.settings = { ...state.settings, [setting]: text === 'on' };
    else reportValue(call, state, 'On or Off');
  };
}

type NumericSetting = 'requestBodyLimitBytes' | 'responseBodyLimitBytes' | 'argumentLimit' | 'jsonDepthLimit';

/** A directive that is a whole number above 0. */
export function wholeNumber(setting: NumericSetting): DirectiveHandler {
  return (call, state) => {
    const text = call.words[0]?.text ?? '';
    if (/^[1-9]\d{0,9}$/.test(text)) state.settings = { ...state.settings, [setting]: Number(text) };
    else reportValue(call, state, 'a whole number above 0');
  };
}

/** `SecResponseBodyMimeType text/html …`. */
export const secResponseBodyMimeType: DirectiveHandler = (call, state) => {
  const types = call.words.map((word) => word.text.toLowerCase());
  const responseMediaTypes: Settings['responseMediaTypes'] = new Set(types);
  state.settings = { ...state.settings, responseMediaTypes };
};

/** `SecComponentSignature NAME/VERSION`. */
export const secComponentSignature: DirectiveHandler = (call, state) => {
  state.signatures.push(call.words.map((word) => word.text).join(' '));
};

/** `SecMarker NAME`: where `skipAfter:NAME` goes on. */
export const secMarker: DirectiveHandler = (call, state) => {
  const name = call.words[0]?.text;
  if (name === undefined) reportValue(call, state, 'a name');
  else state.items.push({ kind: 'marker', name, place: call.line.placeAt(0) });
};

/** `SecDefaultAction "phase:2,log,pass"`: what rules of that phase inherit. */
export const secDefaultAction: DirectiveHandler = (call, state) => {
  const [word] = call.words;
  const actions: readonly ActionNode[] = word === undefined ? [] : parseActions(word);
  const text = actions.find((action) => action.name === 'phase')?.value ?? '2';
  if (!/^[1-5]$/.test(text)) {
    reportValue(call, state, 'a phase from 1 to 5');
    return;
  }
  state.defaults.set(Number(text) as Phase, actions);
};

function reportValue(
  call: Parameters<DirectiveHandler>[0],
  state: Parameters<DirectiveHandler>[1],
  expected: string,
): void {
  reportDirective(call, state, {
    code: 'seclang.bad-arguments',
    message: `${call.name.text} expects ${expected}`,
    help: `write ${call.name.text} and ${expected}; the directive has no effect now`,
    ...(call.words[0] === undefined ? {} : { at: call.words[0] }),
  });
}
