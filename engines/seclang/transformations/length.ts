/** Description: the number of bytes, as decimal text. Example: `abc` gives `3`. */
export function length(value: string): string {
  return String(value.length);
}
