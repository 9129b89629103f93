import { flagsOf } from './bytes.ts';
import { dropBytes } from './drop-bytes.ts';

const NULLS = flagsOf('\0');

/** Description: takes NUL bytes out. Example: `un\0ion` gives `union`. */
export function removeNulls(value: string): string {
  return value.includes('\0') ? dropBytes(value, NULLS) : value;
}
