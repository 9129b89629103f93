/**
 * Regular expressions of pipelines are written for Python's `re`. They run on the text of rules while those are loaded,
 * never on events, so that they may use all that JavaScript's engine knows; it differs from Python's in how named
 * groups and flags at the start are written.
 */
export function pythonRegex(source: string, flags: string): RegExp | null {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const body = source
    .slice(inline?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\([AZ])/g, (_, letter: string) => (letter === 'A' ? '^' : '$'));
  try {
    return new RegExp(body, `${flags}${inline?.[1] ?? ''}`);
  } catch {
    return null;
  }
}

/** A replacement in Python's form (`\1`, `\g<name>`, `\n`) as JavaScript's `replace` reads it. */
export function pythonReplacement(text: string): string {
  return text
    .replaceAll('$', '$$$$')
    .replace(/\\(?:g<(\w+)>|([1-9]\d?)|(.))/g, (_, name?: string, number?: string, other?: string) => {
      if (number !== undefined) return `$${number}`;
      if (name !== undefined) return groupReference(name);
      return other === 'n' ? '\n' : other === 't' ? '\t' : (other ?? '');
    });
}

function groupReference(name: string): string {
  if (name === '0') return '$&';
  return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
}
