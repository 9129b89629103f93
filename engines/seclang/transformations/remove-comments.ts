const CLOSINGS: Readonly<Record<string, string>> = { '/*': '*/', '<!--': '-->' };

/**
 * Description: takes comments out: C's, HTML's, and from `--` or `#` to the end of the value.
 * Example: `a<!-- b -->c# d` gives `ac`.
 */
export function removeComments(value: string): string {
  const opening = /\/\*|<!--|--|#/g;
  let out = '';
  let at = 0;
  for (let found = opening.exec(value); found !== null; found = opening.exec(value)) {
    out += value.slice(at, found.index);
    const closing = CLOSINGS[found[0]];
    const close = closing === undefined ? -1 : value.indexOf(closing, found.index + found[0].length);
    if (closing === undefined || close === -1) return out;
    at = close + closing.length;
    opening.lastIndex = at;
  }
  return at === 0 ? value : out + value.slice(at);
}
