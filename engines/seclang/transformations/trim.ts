/** Description: takes white space off both ends. Example: ` a ` gives `a`. */
export function trim(value: string): string {
  return trimLeft(trimRight(value));
}

/** Description: takes white space off the start. Example: ` a ` gives `a `. */
export function trimLeft(value: string): string {
  return value.replace(/^[\t-\r ]+/, '');
}

/** Description: takes white space off the end. Example: ` a ` gives ` a`. */
export function trimRight(value: string): string {
  let end = value.length;
  while (end > 0 && /[\t-\r ]/.test(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}
