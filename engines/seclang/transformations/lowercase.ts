/** Description: ASCII letters become lower case. Example: `t:lowercase` makes `SeLeCT` `select`. */
export function lowercase(value: string): string {
  if (!/[A-Z]/.test(value)) return value;
  // String.prototype.toLowerCase would also change the bytes C0 to DE.
  return /[\xc0-\xde]/.test(value)
    ? value.replace(/[A-Z]+/g, (run) => run.toLowerCase())
    : value.toLowerCase();
}
