import { decodeForm } from './form-decode.ts';

/**
 * Description: like `urlDecode`, and decodes Microsoft's `%uXXXX` too: full-width forms become ASCII, of other
 * code points the low byte stays. Example: `t:urlDecodeUni` makes `%u003c%3E` `<>`.
 */
export function urlDecodeUni(value: string): string {
  return decodeForm(value, { unicode: true });
}
