/** Letters of the parts that an audit entry can have (`SecAuditLogParts`). */
const PARTS = 'ABCDEFGHIJKZ';

/** Parts that every entry has. */
const MANDATORY = 'AZ';

/** Whether a text names parts: `ABCFHZ`, `+E`, `-C`. */
export function isAuditParts(text: string): boolean {
  return new RegExp(`^[+-]?[${PARTS}]+$`, 'i').test(text);
}

/** The parts after a change: letters alone replace, `+` adds, `-` takes away; A and Z are always there. */
export function changeAuditParts(before: string, change: string): string {
  const letters = change.toUpperCase();
  const wanted = new Set(`${MANDATORY}${/^[+-]/.test(letters) ? before : letters}`);
  if (letters.startsWith('+')) for (const letter of letters.slice(1)) wanted.add(letter);
  if (letters.startsWith('-')) for (const letter of letters.slice(1)) wanted.delete(letter);
  return [...PARTS].filter((letter) => wanted.has(letter) || MANDATORY.includes(letter)).join('');
}
