import { decodeForm } from './form-decode.ts';

/**
 * Description: decodes `%XX` and `+` (application/x-www-form-urlencoded). A `%` without two hexadecimal
 * digits stays. Example: `t:urlDecode` makes `a%20b+c%zz` `a b c%zz`.
 */
export function urlDecode(value: string): string {
  return decodeForm(value, { unicode: false });
}
