/** The last subject that was written out; many patterns look at one value in a row. */
const last = { text: '', bytes: new Uint8Array(0), room: Buffer.alloc(0) };

/** Subjects above this are not kept. */
const KEPT_BYTES = 1 << 20;

/**
 * The bytes of a latin1 text, which are quicker to walk through than its characters. The array is written again by the
 * next call with another text. A cache of one: it changes no answer.
 */
export function subjectBytes(text: string): Uint8Array {
  // The same string mostly; other ones of the same length are seldom equal for long.
  if (last.text === text) return last.bytes;
  if (last.room.length < text.length) last.room = Buffer.alloc(2 * text.length);
  last.room.write(text, 0, 'latin1');
  const bytes = last.room.subarray(0, text.length);
  const isKept = text.length <= KEPT_BYTES;
  last.text = isKept ? text : '';
  last.bytes = isKept ? bytes : new Uint8Array(0);
  if (!isKept) last.room = Buffer.alloc(0);
  return bytes;
}
