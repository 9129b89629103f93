import { AddressError, formatAddress, parseAddress } from '@dejfa/match';
import type { Reading } from './entity-fields.ts';

/** Texts that sensors write where there is no value, lower case. */
const PLACEHOLDERS = new Set(['', '-', '?', '(null)', 'null', 'unset', 'unknown', 'n/a', 'none', '(empty)']);

/** Addresses of every machine, and of none. */
const NO_ADDRESS = /^(?:127\.|0\.0\.0\.0$|::1?$|255\.255\.255\.255$|fe80:|ff0|22[4-9]\.|23\d\.)/;

/**
 * Accounts that every machine has: of the system and its services (Microsoft, "Service accounts"), of the desktop
 * (`dwm-1`, `umfd-0`), and root of Linux.
 */
const SHARED_ACCOUNT =
  /^(?:nt authority\\.*|window manager\\.*|font driver host\\.*|nt service\\.*|iis apppool\\.*|system|local service|network service|anonymous logon|dwm-\d+|umfd-\d+|s-1-.*|root|0|4294967295|(?:.*\\)?-?)$/;

/** Logon numbers of the system, its two service accounts and nobody (Microsoft, LUID of SYSTEM_LUID and others). */
const SHARED_LOCAL = new Set(['0x0', '0', '0x3e7', '999', '0x3e4', '996', '0x3e5', '997', '4294967295']);

/** Longest value that is kept; longer ones are no names but content. */
const VALUE_LIMIT = 1_024;
const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/;

/** What a value needs to be whole. */
export interface ValueContext {
  /** Machine that reported, canonical; null where it is not known. */
  readonly host: string | null;
  /** Domain that the record states beside an account. */
  readonly domain: string;
}

/** The canonical values in the text of a field; none for placeholders and what every machine has. */
export function canonicalValues(reading: Reading, text: string, context: ValueContext): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.length > VALUE_LIMIT || PLACEHOLDERS.has(trimmed.toLowerCase())) return [];
  const value = READERS[reading](trimmed, context);
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** One value, several, or null for none. */
const READERS = {
  address: (text) => addressOf(text),
  name: (text) => text.toLowerCase().replace(/\.$/, ''),
  text: (text) => text,
  guid: (text) => {
    const guid = GUID.exec(text.toLowerCase())?.[1] ?? null;
    return guid === null || /^[0-]+$/.test(guid) ? null : guid;
  },
  local: (text, { host }) => {
    const number = text.toLowerCase();
    if (host === null || SHARED_LOCAL.has(number) || number === '4' || number === '0x4') return null;
    const decimal = Number(number);
    return `${host}#${Number.isSafeInteger(decimal) ? decimal : number}`;
  },
  account: (text, { domain }) => accountOf(text.toLowerCase(), domain.toLowerCase()),
  hashes: (text) => text.toLowerCase().match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/g),
  path: (text) => text.toLowerCase().replace(/^\\\?\?\\/, ''),
  /** Where sensors write either a name or an address: addresses are entities of their own. */
  domain: (text) => (isAddress(text) ? null : text.toLowerCase().replace(/\.$/, '')),
} as const satisfies Record<
  Reading,
  (text: string, context: ValueContext) => string | readonly string[] | null
>;

function addressOf(text: string): string | null {
  const address = parsed(text);
  return address === null || NO_ADDRESS.test(address) ? null : address;
}

function isAddress(text: string): boolean {
  return parsed(text) !== null;
}

function parsed(text: string): string | null {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    if (error instanceof AddressError) return null;
    throw error;
  }
}

/** Accounts of machines (`web-01$`) say no more than the machine does. */
function accountOf(text: string, domain: string): string | null {
  const whole = text.includes('\\') || PLACEHOLDERS.has(domain) ? text : `${domain}\\${text}`;
  return SHARED_ACCOUNT.test(whole) || SHARED_ACCOUNT.test(text) || whole.endsWith('$') ? null : whole;
}
