/** Holds the bytes of the text that is being read; owned by one reader. */
export interface TextBuffer {
  /** Puts the text (bytes as a latin1 string; a code above 255 by its low byte) at the front and gives all bytes. */
  write(text: string): Uint8Array;
  /** The bytes of the last text, and what former ones left behind it. */
  readonly bytes: Uint8Array;
}

const FIRST_SIZE = 4096;
/** Shorter texts are copied faster by a loop than by a call into the runtime. */
const SHORT = 16;

/** Makes a buffer that grows with the longest text. */
export function createTextBuffer(): TextBuffer {
  return new GrowingBuffer();
}

class GrowingBuffer implements TextBuffer {
  bytes: Buffer = Buffer.alloc(FIRST_SIZE);

  write(text: string): Uint8Array {
    const { length } = text;
    if (length > this.bytes.length) this.bytes = Buffer.alloc(2 * length);
    const { bytes } = this;
    if (length > SHORT) {
      bytes.write(text, 0, 'latin1');
      return bytes;
    }
    for (let at = 0; at < length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  }
}
