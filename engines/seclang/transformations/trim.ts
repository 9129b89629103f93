import { isSpace } from './bytes.ts';

/** Description: takes white space off both ends. Example: ` a ` gives `a`. */
export function trim(value: string): string {
  return trimLeft(trimRight(value));
}

/** Description: takes white space off the start. Example: ` a ` gives `a `. */
export function trimLeft(value: string): string {
  let start = 0;
  while (start < value.length && isSpace(value.charCodeAt(start))) start += 1;
  return start === 0 ? value : value.slice(start);
}

/** Description: takes white space off the end. Example: ` a ` gives ` a`. */
export function trimRight(value: string): string {
  let end = value.length;
  while (end > 0 && isSpace(value.charCodeAt(end - 1))) end -= 1;
  return end === value.length ? value : value.slice(0, end);
}
