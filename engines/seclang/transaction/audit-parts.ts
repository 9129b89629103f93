/** Letters of the parts that an audit entry can have (`SecAuditLogParts`). */
const PARTS = 'ABCDEFGHIJKZ';

/** Parts that every entry has. */
const MANDATORY = 'AZ';

/** Whether a text names parts: `ABCFHZ`, `+E`, `-C`. */
export function isAuditParts(text: string): boolean {
  return new RegExp(`^[+-]?[${PARTS}]+$`, 'i').test(text);
}

/**
 * What each change last came to. Changes are written in rules, and the parts before them in settings and rules, so that
 * there are few of either. A cache: it changes no answer.
 */
const LAST = new Map<string, { readonly before: string; readonly after: string }>();

/** The parts after a change: letters alone replace, `+` adds, `-` takes away; A and Z are always there. */
export function changeAuditParts(before: string, change: string): string {
  const last = LAST.get(change);
  if (last?.before === before) return last.after;
  const after = partsAfter(before, change);
  LAST.set(change, { before, after });
  return after;
}

function partsAfter(before: string, change: string): string {
  const letters = change.toUpperCase();
  const wanted = new Set(`${MANDATORY}${/^[+-]/.test(letters) ? before : letters}`);
  if (letters.startsWith('+')) for (const letter of letters.slice(1)) wanted.add(letter);
  if (letters.startsWith('-')) for (const letter of letters.slice(1)) wanted.delete(letter);
  return [...PARTS].filter((letter) => wanted.has(letter) || MANDATORY.includes(letter)).join('');
}
