import type { RequestHead } from '../api.ts';
import type { TransactionState } from '../transaction/state.ts';
import { copyVariable, createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';

/** Cookies of the request; read once a transaction. */
function cookiesOf(state: TransactionState): readonly Variable[] {
  state.cookies ??= parseCookies(state.input.head.headers);
  return state.cookies;
}

/** Cookies as browsers send them (RFC 6265 §4.2), undecoded; a part without `=` is a name without a value. */
export function parseCookies(headers: RequestHead['headers']): readonly Variable[] {
  const cookies: Variable[] = [];
  for (const [header, text] of headers) {
    if (header.length === 6 && header.toLowerCase() === 'cookie') readCookies(text, cookies);
  }
  return cookies;
}

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

function readCookies(text: string, into: Variable[]): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON || isBlank(code)) continue;
    const start = at;
    let equals = -1;
    for (; at < text.length; at += 1) {
      const inside = text.charCodeAt(at);
      if (inside === SEMICOLON) break;
      if (inside === EQUALS && equals === -1) equals = at;
    }
    const name = text.slice(start, equals === -1 ? at : equals);
    into.push(createVariable('REQUEST_COOKIES', name, equals === -1 ? '' : text.slice(equals + 1, at)));
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Names of the cookies, which many requests have; each is known by a text of its own, whatever it was cut from. */
function namesOf(state: TransactionState): readonly Variable[] {
  const { knownNames } = state;
  knownNames.beginList();
  return cookiesOf(state).map(({ key }) =>
    copyVariable(knownNames.take(knownNames.field(key ?? '')), 'REQUEST_COOKIES_NAMES'),
  );
}

/** `REQUEST_COOKIES` and their names. */
export const COOKIE_VARIABLES = {
  /** Description: values of the cookies, by name. */
  REQUEST_COOKIES: {
    lifetime: 'request',
    read: cookiesOf,
  },
  /** Description: names of the cookies. */
  REQUEST_COOKIES_NAMES: {
    lifetime: 'request',
    read: namesOf,
  },
} satisfies Readonly<Record<string, VariableReading>>;
