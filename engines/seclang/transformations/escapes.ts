/** C's escapes for control characters, without the backslash. */
export const CONTROL_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
};

/** Up to three octal digits at `at`, two where three would exceed 377; null where there is none. */
export function readOctal(value: string, at: number): { byte: number; consumed: number } | null {
  const digits = /^[0-7]{1,3}/.exec(value.slice(at, at + 3))?.[0];
  if (digits === undefined) return null;
  const fitting = digits.length === 3 && digits > '377' ? digits.slice(0, 2) : digits;
  return { byte: Number.parseInt(fitting, 8), consumed: fitting.length };
}
