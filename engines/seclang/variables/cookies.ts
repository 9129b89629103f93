import type { RequestHead } from '../api.ts';
import type { Field } from '../body/parsed-body.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';

/** Cookies of the request; read once a transaction. */
function cookiesOf(state: TransactionState): readonly Field[] {
  state.cookies ??= parseCookies(state.input.head.headers);
  return state.cookies;
}

/** Cookies as browsers send them (RFC 6265 §4.2), undecoded; a part without `=` is a name without a value. */
function parseCookies(headers: RequestHead['headers']): readonly Field[] {
  const cookies: Field[] = [];
  for (const [header, text] of headers) {
    if (header.toLowerCase() !== 'cookie') continue;
    for (const part of text.split(';')) {
      const cookie = part.replace(/^[ \t]+/, '');
      const equals = cookie.indexOf('=');
      if (cookie === '') continue;
      cookies.push(equals === -1 ? [cookie, ''] : [cookie.slice(0, equals), cookie.slice(equals + 1)]);
    }
  }
  return cookies;
}

/** `REQUEST_COOKIES` and their names. */
export const COOKIE_VARIABLES = {
  /** Description: values of the cookies, by name. */
  REQUEST_COOKIES: {
    lifetime: 'request',
    read: (state) => cookiesOf(state).map(([name, value]) => createVariable('REQUEST_COOKIES', name, value)),
  },
  /** Description: names of the cookies. */
  REQUEST_COOKIES_NAMES: {
    lifetime: 'request',
    recurs: true,
    read: (state) => cookiesOf(state).map(([name]) => createVariable('REQUEST_COOKIES_NAMES', name, name)),
  },
} satisfies Readonly<Record<string, VariableDefinition>>;
