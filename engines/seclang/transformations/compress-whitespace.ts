/** Description: each run of white space (also the byte A0) becomes one space. Example: `a  \t b` gives `a b`. */
export function compressWhitespace(value: string): string {
  return value.replace(/[\t-\r \xa0]+/g, ' ');
}
