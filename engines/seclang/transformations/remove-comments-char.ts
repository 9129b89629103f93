/** Description: takes the marks of comments out (C's, HTML's, `--` and `#`), not what is between them. Example: `a--b#c` gives `abc`. */
export function removeCommentsChar(value: string): string {
  return value.replace(/\/\*|\*\/|<!--|-->|--|#/g, '');
}
