/** Description: each byte becomes two lower-case hexadecimal digits. Example: `AB` gives `4142`. */
export function hexEncode(value: string): string {
  return Buffer.from(value, 'latin1').toString('hex');
}

/** Description: pairs of hexadecimal digits become bytes, up to the first that is none. Example: `4142` gives `AB`. */
export function hexDecode(value: string): string {
  return Buffer.from(value, 'hex').toString('latin1');
}

/** Description: decodes SQL's hexadecimal literals in place. Example: `0x414243` gives `ABC`. */
export function sqlHexDecode(value: string): string {
  return value.replace(/0[xX]((?:[0-9a-fA-F]{2})+)/g, (_whole, digits: string) => hexDecode(digits));
}
