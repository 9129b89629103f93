/** Byte values, in order, for which a predicate holds. */
export function bytesWhere(holds: (byte: number) => boolean): readonly number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter(holds);
}
