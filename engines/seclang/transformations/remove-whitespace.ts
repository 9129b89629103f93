/** Description: takes white space (also the byte A0) out. Example: `a b` gives `ab`. */
export function removeWhitespace(value: string): string {
  return value.replace(/[\t-\r \xa0]+/g, '');
}
