import { flagsOf } from './bytes.ts';
import { dropBytes } from './drop-bytes.ts';

const SPACES = flagsOf(' \t\n\v\f\r\xa0');

/** Description: takes white space (also the byte A0) out. Example: `a b` gives `ab`. */
export function removeWhitespace(value: string): string {
  return dropBytes(value, SPACES);
}
