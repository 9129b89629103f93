import type { Chunk } from '../file/chunk.ts';
import { readArray, readValue } from '../value/read-value.ts';
import { textBytes } from '../value/string.ts';
import { ARRAY, VALUE } from '../value/value-type.ts';
import type { LineBuffer } from './line-buffer.ts';
import { writeFiletime, writeGuid, writeHex, writeInteger } from './write-number.ts';
import { writeUtf16 } from './write-text.ts';

/** Appends one value that is no array as JSON. The common types are written from their bytes; all others by the plain way. */
export function writeValue(
  into: LineBuffer,
  chunk: Chunk,
  value: { type: number; at: number; size: number },
): void {
  const { type, at, size } = value;
  const { view, bytes } = chunk;
  if (type === VALUE.string) writeUtf16(into, bytes, { at, end: at + textBytes(bytes, at, size) });
  else if (type === VALUE.uint32 && size >= 4) writeInteger(into, view.getUint32(at, true));
  else if (type === VALUE.uint16 && size >= 2) writeInteger(into, view.getUint16(at, true));
  else if (type === VALUE.uint8 && size >= 1) writeInteger(into, view.getUint8(at));
  else if (type === VALUE.hex32 && size >= 4) writeHex(into, view.getUint32(at, true), 0);
  else if ((type === VALUE.hex64 || type === VALUE.size) && size >= 8)
    writeHex(into, view.getUint32(at, true), view.getUint32(at + 4, true));
  else if (type === VALUE.guid && size >= 16) writeGuid(into, bytes, at);
  else if (type === VALUE.filetime && size >= 8)
    writeFiletime(into, view.getUint32(at, true), view.getUint32(at + 4, true));
  else if (type === VALUE.uint64 && size >= 8 && view.getUint32(at + 4, true) < 0x20_0000)
    writeInteger(into, view.getUint32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true));
  else into.appendText(JSON.stringify(readValue(chunk, type, value)));
}

/** Appends the values of an array with commas between them, and gives their number; an empty array is one null. */
export function writeArrayValues(
  into: LineBuffer,
  chunk: Chunk,
  value: { type: number; at: number; size: number },
): number {
  const values = readArray(chunk, value.type | ARRAY, value);
  if (values.length === 0) into.appendText('null');
  else into.appendText(values.map((one) => JSON.stringify(one)).join());
  return Math.max(values.length, 1);
}
