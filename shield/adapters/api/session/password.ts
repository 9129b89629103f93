import { scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomBytes } from '../deps.ts';

/** scrypt parameters (RFC 7914): 32 MiB and three passes, one of the settings that OWASP recommends. */
const PARAMETERS = { ln: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;
const PHC =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,128})\$([A-Za-z0-9+/]{16,256})$/;

/** Well-formed and of no password: checked for unknown names, so that the time taken tells nothing. */
export const DECOY_HASH = `$scrypt$ln=${PARAMETERS.ln},r=${PARAMETERS.r},p=${PARAMETERS.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const scryptAsync = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

/** The password's hash in PHC string format: `$scrypt$ln=15,r=8,p=3$SALT$HASH`. Takes a tenth of a second. */
export function hashPassword(password: string, random: RandomBytes): string {
  const { ln, r, p } = PARAMETERS;
  const salt = random(SALT_BYTES);
  const key = scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, costOf(ln, r, p));
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(key)}`;
}

/** False for a wrong password and for a hash that cannot be read. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] = PHC.exec(phc) ?? [];
  if (ln === undefined || r === undefined || p === undefined || salt === undefined || hash === undefined)
    return false;
  const expected = Buffer.from(hash, 'base64');
  const cost = costOf(Number(ln), Number(r), Number(p));
  const key = await scryptAsync(
    password.normalize('NFKC'),
    Buffer.from(salt, 'base64'),
    expected.length,
    cost,
  );
  return timingSafeEqual(key, expected);
}

function costOf(ln: number, r: number, p: number): { N: number; r: number; p: number; maxmem: number } {
  return { N: 2 ** Math.min(ln, 20), r, p, maxmem: MAX_MEMORY_BYTES };
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
