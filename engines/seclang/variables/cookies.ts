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
export function parseCookies(headers: RequestHead['headers']): readonly Field[] {
  const cookies: Field[] = [];
  for (const [header, text] of headers) {
    if (header.length === 6 && header.toLowerCase() === 'cookie') readCookies(text, cookies);
  }
  return cookies;
}

function readCookies(text: string, into: Field[]): void {
  for (let start = 0; start <= text.length; ) {
    const semicolon = text.indexOf(';', start);
    const end = semicolon === -1 ? text.length : semicolon;
    while (start < end && isBlank(text.charCodeAt(start))) start += 1;
    if (start < end) {
      const equals = text.indexOf('=', start);
      if (equals === -1 || equals >= end) into.push([text.slice(start, end), '']);
      else into.push([text.slice(start, equals), text.slice(equals + 1, end)]);
    }
    start = end + 1;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
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
