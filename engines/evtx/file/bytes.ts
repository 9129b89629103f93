/** A 64-bit unsigned number; exact up to 2^53. */
export function readU64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true);
}

const ZEROS = Buffer.alloc(65_536);

/** Whether all bytes of the range, of a chunk at most, are zero. */
export function isZero(bytes: Buffer, start: number, end: number): boolean {
  return start >= end || bytes.compare(ZEROS, 0, end - start, start, end) === 0;
}
