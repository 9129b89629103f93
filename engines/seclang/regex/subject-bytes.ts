/** The last subject that was written out; many patterns look at one value in a row. */
const last = { text: '', room: Buffer.alloc(0) };

/** Subjects above this are not kept. */
const KEPT_BYTES = 1 << 20;

/**
 * The bytes of a latin1 text, which are quicker to walk through than its characters; behind them the array may hold
 * others. It is written again by the next call with another text. A cache of one: it changes no answer.
 */
export function subjectBytes(text: string): Uint8Array {
  const { room } = last;
  // The same string mostly; other ones of the same length are seldom equal for long.
  if (last.text === text) return room;
  const isKept = text.length <= KEPT_BYTES;
  const written = room.length < text.length ? Buffer.alloc(2 * text.length) : room;
  written.write(text, 0, 'latin1');
  last.text = isKept ? text : '';
  last.room = isKept ? written : Buffer.alloc(0);
  return written;
}
