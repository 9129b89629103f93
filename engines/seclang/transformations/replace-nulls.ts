/** Description: NUL bytes become spaces. Example: `a\0b` gives `a b`. */
export function replaceNulls(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', ' ') : value;
}
