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

/** `SecResponseBodyMimeType text/html …`: adds to those that earlier ones of these directives name. */
export const secResponseBodyMimeType: DirectiveHandler = (call, state) => {
  const types = call.words.flatMap((word) => word.text.toLowerCase().split(/\s+/));
  const before = state.settings.responseMediaTypes ?? [];
  const responseMediaTypes: Settings['responseMediaTypes'] = new Set([...before, ...types]);
  state.settings = { ...state.settings, responseMediaTypes };
};

/** `SecResponseBodyMimeTypesClear`: no response is inspected until types are named. */
export const secResponseBodyMimeTypesClear: DirectiveHandler = (_call, state) => {
  state.settings = { ...state.settings, responseMediaTypes: new Set() };
};

/** `SecCollectionTimeout 600`: seconds that a collection is kept after its last change. */
export const secCollectionTimeout: DirectiveHandler = (call, state) => {
  const text = call.words[0]?.text ?? '';
  if (/^\d{1,9}$/.test(text)) {
    state.settings = { ...state.settings, collectionTimeoutMs: Number(text) * 1000 };
  } else reportValue(call, state, 'a whole number of seconds');
};

/** `SecWebAppId shop`: whose sessions, users and resources are meant. */
export const secWebAppId: DirectiveHandler = (call, state) => {
  const text = call.words[0]?.text ?? '';
  if (text === '') reportValue(call, state, 'a name');
  else state.settings = { ...state.settings, webAppId: text };
};

/** `SecHttpBlKey abcdefghijkl`: the key that questions to http:BL begin with; the last one holds. */
export const secHttpBlKey: DirectiveHandler = (call, state) => {
  const key = call.words[0]?.text ?? '';
  if (!/^[a-z]{12}$/.test(key)) {
    reportValue(call, state, 'a key of twelve lower-case letters');
    return;
  }
  state.settings = { ...state.settings, httpBlKey: key };
  if (state.resolver.blocklists !== undefined) return;
  state.reporter.report({
    code: 'seclang.no-effect',
    severity: 'info',
    message: 'SecHttpBlKey has no effect here: no block list is asked',
    place: call.line.placeAt(0),
  });
};

/** `SecComponentSignature NAME/VERSION`. */
export const secComponentSignature: DirectiveHandler = (call, state) => {
  state.signatures.push(call.words.map((word) => word.text).join(' '));
  state.settings = { ...state.settings, signatures: [...state.signatures] };
};

/** `SecMarker NAME`: where `skipAfter:NAME` goes on. */
export const secMarker: DirectiveHandler = (call, state) => {
  const name = call.words[0]?.text;
  if (name === undefined) reportValue(call, state, 'a name');
  else state.items.push({ kind: 'marker', name, place: call.line.placeAt(0) });
};

/** Says what a directive expects instead of its first argument. */
export function reportValue(
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
