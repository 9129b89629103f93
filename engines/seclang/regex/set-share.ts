import { byteShare } from '@dejfa/match';
import type { ByteSet } from './byte-set.ts';

/** Shares by set; most sets of a pattern are the same objects. */
const SHARES = new WeakMap<ByteSet, number>();

/** How often any byte of the set occurs, as a share of all bytes. */
export function shareOf(set: ByteSet): number {
  const known = SHARES.get(set);
  if (known !== undefined) return known;
  let share = 0;
  for (let byte = 0; byte < 256; byte += 1) if (set[byte] === 1) share += byteShare(byte);
  SHARES.set(set, share);
  return share;
}
