/**
 * Description: each C comment becomes one space; one that is not closed takes the rest of the value; a closing mark
 * alone stays. Example: `select`, a comment and `x` give `select x`.
 */
export function replaceComments(value: string): string {
  if (!value.includes('/*')) return value;
  let out = '';
  let at = 0;
  for (let open = value.indexOf('/*'); open !== -1; open = value.indexOf('/*', at)) {
    out += `${value.slice(at, open)} `;
    const close = value.indexOf('*/', open + 2);
    if (close === -1) return out;
    at = close + 2;
  }
  return out + value.slice(at);
}
