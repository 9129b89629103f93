/** What is kept does not hold what it should; told from faults of the program, and caught where it is read. */
export class KeptFault extends Error {
  override readonly name = 'KeptFault';
}

/** Refuses what is read. */
export function faulty(): never {
  throw new KeptFault('it does not hold what it should');
}

/** The value as a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : faulty();
}

/** The value as text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : faulty();
}

/** The value as one of some texts. */
export function oneOf<T extends string>(value: unknown, texts: readonly T[]): T {
  return texts.find((text) => text === value) ?? faulty();
}

/** The value as a number; JSON has no infinite ones, and no negative zero, so those are kept as text. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && SPECIAL.has(value) ? Number(value) : faulty();
}

const SPECIAL: ReadonlySet<string> = new Set(['Infinity', '-Infinity', 'NaN', '-0']);

/** As {@link numberOf} reads it. */
export function writeNumber(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : Object.is(value, -0)
      ? '-0'
      : String(value);
}

/** The value as an object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : faulty();
}
