import type { Clock, StateStore } from '../../../ports/index.ts';
import type { RandomBytes } from '../deps.ts';
import { hashPassword } from './password.ts';

/** Name of the account that the first start makes. */
export const FIRST_ACCOUNT_NAME = 'operator';

/** Without 0/o, 1/l/i and u/v: read off a terminal and typed once. 29 letters, 4.86 bits each. */
const ALPHABET = '23456789abcdefghjkmnpqrstwxyz';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/**
 * Makes the first account where there is none. The caller prints the password once; only its hash is kept.
 * Twenty letters of 29: 97 bits. Null when there is an account already.
 */
export function ensureFirstAccount(
  state: StateStore,
  random: RandomBytes,
  clock: Clock,
): { readonly name: string; readonly password: string } | null {
  return state.accountCount() > 0 ? null : resetFirstAccount(state, random, clock);
}

/** Gives the first account a new password, and makes it where it is not there; shown once like the first one. */
export function resetFirstAccount(
  state: StateStore,
  random: RandomBytes,
  clock: Clock,
): { readonly name: string; readonly password: string } {
  const password = makePassword(random);
  state.saveAccount({
    name: FIRST_ACCOUNT_NAME,
    passwordHash: hashPassword(password, random),
    createdMs: clock.nowMs(),
  });
  return { name: FIRST_ACCOUNT_NAME, password };
}

function makePassword(random: RandomBytes): string {
  const letters: string[] = [];
  const usable = 256 - (256 % ALPHABET.length);
  while (letters.length < GROUPS * GROUP_LENGTH) {
    for (const byte of random(32)) {
      const letter = ALPHABET[byte % ALPHABET.length];
      // Bytes beyond the last whole multiple would make the first letters likelier.
      if (byte < usable && letter !== undefined && letters.length < GROUPS * GROUP_LENGTH)
        letters.push(letter);
    }
  }
  const groups = Array.from({ length: GROUPS }, (_, at) =>
    letters.slice(at * GROUP_LENGTH, (at + 1) * GROUP_LENGTH).join(''),
  );
  return groups.join('-');
}
