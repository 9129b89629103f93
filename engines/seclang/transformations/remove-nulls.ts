/** Description: takes NUL bytes out. Example: `un\0ion` gives `union`. */
export function removeNulls(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}
