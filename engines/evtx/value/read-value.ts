import type { EvtxValue } from '../api.ts';
import type { Chunk } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';
import { formatFiletime, formatSystemtime } from './filetime.ts';
import { formatGuid, formatSid } from './identifier.ts';
import { readAnsi, readUtf16 } from './string.ts';
import { ARRAY, VALUE, WIDTH } from './value-type.ts';

type Reader = (chunk: Chunk, at: number, size: number) => EvtxValue;

const READERS: { readonly [type: number]: Reader } = {
  [VALUE.null]: () => null,
  [VALUE.string]: ({ bytes }, at, size) => readUtf16(bytes, at, size),
  [VALUE.ansi]: ({ bytes }, at, size) => readAnsi(bytes, at, size),
  [VALUE.int8]: ({ view }, at) => view.getInt8(at),
  [VALUE.uint8]: ({ view }, at) => view.getUint8(at),
  [VALUE.int16]: ({ view }, at) => view.getInt16(at, true),
  [VALUE.uint16]: ({ view }, at) => view.getUint16(at, true),
  [VALUE.int32]: ({ view }, at) => view.getInt32(at, true),
  [VALUE.uint32]: ({ view }, at) => view.getUint32(at, true),
  [VALUE.int64]: ({ view }, at) => numberOrText(view.getBigInt64(at, true)),
  [VALUE.uint64]: ({ view }, at) => numberOrText(view.getBigUint64(at, true)),
  [VALUE.real32]: ({ view }, at) => realOf(shortest(view.getFloat32(at, true))),
  [VALUE.real64]: ({ view }, at) => realOf(view.getFloat64(at, true)),
  [VALUE.bool]: ({ view }, at) => view.getUint32(at, true) !== 0,
  [VALUE.binary]: ({ bytes }, at, size) => hexOf(bytes, at, size),
  [VALUE.guid]: ({ view }, at) => formatGuid(view, at),
  [VALUE.size]: ({ view }, at, size) => hexNumber(view, at, size),
  [VALUE.filetime]: ({ view }, at) => formatFiletime(view, at),
  [VALUE.systime]: ({ view }, at) => formatSystemtime(view, at),
  [VALUE.sid]: ({ view }, at, size) => formatSid(view, at, size),
  [VALUE.hex32]: ({ view }, at) => hexNumber(view, at, 4),
  [VALUE.hex64]: ({ view }, at) => hexNumber(view, at, 8),
};

/**
 * One value, no array and no binary XML. A type that is not known is given as the hexadecimal digits of its bytes. No
 * bytes at all are null, of text the empty text. Throws {@link Damage} when there are fewer bytes than the type needs.
 */
export function readValue(chunk: Chunk, type: number, range: { at: number; size: number }): EvtxValue {
  const { at, size } = range;
  if (size === 0) return type === VALUE.string || type === VALUE.ansi ? '' : null;
  const width = WIDTH[type] ?? (type === VALUE.size ? 4 : 0);
  if (size < width)
    throw new Damage(`a value of type 0x${type.toString(16)} with ${size} bytes instead of ${width}`, at);
  const read = READERS[type];
  return read === undefined ? hexOf(chunk.bytes, at, size) : read(chunk, at, size);
}

/** The values of an array; text is parted by its ending zeros, binary data stay one value. */
export function readArray(chunk: Chunk, type: number, range: { at: number; size: number }): EvtxValue[] {
  const single = type & ~ARRAY;
  const { at, size } = range;
  if (size === 0) return [];
  if (single === VALUE.string) return splitText(chunk.bytes.toString('utf16le', at, at + (size & ~1)));
  if (single === VALUE.ansi) return splitText(readAnsi(chunk.bytes, at, size));
  if (single === VALUE.sid) return readSids(chunk, at, size);
  const width = single === VALUE.size ? (size % 8 === 0 ? 8 : 4) : WIDTH[single];
  if (width === undefined) return [readValue(chunk, single, range)];
  const values: EvtxValue[] = [];
  for (let offset = 0; offset + width <= size; offset += width)
    values.push(readValue(chunk, single, { at: at + offset, size: width }));
  return values;
}

/** Each text ends with a zero, the last one perhaps without. */
function splitText(text: string): string[] {
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

function readSids(chunk: Chunk, at: number, size: number): EvtxValue[] {
  const values: EvtxValue[] = [];
  for (let offset = 0; offset + 8 <= size; ) {
    values.push(formatSid(chunk.view, at + offset, size - offset));
    offset += 8 + 4 * chunk.view.getUint8(at + offset + 1);
  }
  return values;
}

/** What a double cannot hold exactly is text: rules compare numbers and text by value. */
function numberOrText(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** JSON has no infinity; the words are those of XML Schema (part 2, 3.2.4). */
function realOf(value: number): number | string {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
}

/** The shortest decimal that is the same single-precision number: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

function hexOf(bytes: Buffer, at: number, size: number): string {
  return bytes.toString('hex', at, at + size).toUpperCase();
}

/** `0x3e7`, without leading zeros, as Windows and the rules write it. */
function hexNumber(view: DataView, at: number, size: number): string {
  const low = view.getUint32(at, true);
  const high = size >= 8 ? view.getUint32(at + 4, true) : 0;
  return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`;
}
