/**
 * Description: takes repeated slashes, `.` and `..` segments out of a path, except `..` at the start of a relative one.
 * Example: `/a/./b/../c//d` gives `/a/c/d`.
 */
export function normalizePath(value: string): string {
  if (!/\/\/|\.(?:\/|$)/.test(value)) return value;
  const isAbsolute = value.startsWith('/');
  const segments: string[] = [];
  const parts = value.split('/');
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!isAbsolute) segments.push(part);
  }
  const last = parts.at(-1) ?? '';
  const endsAsFolder = parts.length > 1 && (last === '' || last === '.' || last === '..');
  const trailing = endsAsFolder && segments.length > 0 ? '/' : '';
  return `${isAbsolute ? '/' : ''}${segments.join('/')}${trailing}`;
}
