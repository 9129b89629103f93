/** Longest name or path that an exclusion is written for, in bytes; longer ones are nobody's form fields. */
export const SPELLED_LIMIT_BYTES = 512;

/**
 * Bytes as a pattern that matches them and nothing else (pcre2pattern, "Simple assertions" and "Non-printing
 * characters"). All but ASCII letters, digits, `_` and `-` are written by their number, so that nothing in them can
 * end a quote, an action or a line of a rule file, begin a macro, or mean something to a regular expression.
 */
export function spellPattern(bytes: string): string {
  const spelled = bytes.replace(/[^A-Za-z0-9_-]/g, (byte) => {
    const code = byte.charCodeAt(0);
    if (code > 0xff) throw new TypeError('bytes are expected, one a character');
    return `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return `\\A${spelled}\\z`;
}

/** Whether a name can stand after `ARGS:` as it is. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name);
}

/** Whether a path can stand after `@streq` as it is. */
export function isPlainPath(path: string): boolean {
  return /^\/[A-Za-z0-9/_.~-]*$/.test(path);
}
