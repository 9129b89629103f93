import { byteAt, bytesOf, textOf } from './bytes.ts';

/** What each byte becomes: 256 entries. */
export type ByteMap = Uint8Array;

/** A map of bytes; `image` takes and gives 0 to 255. */
export function byteMap(image: (byte: number) => number): ByteMap {
  return Uint8Array.from({ length: 256 }, (_, byte) => image(byte));
}

/** The value with each byte replaced by its image. `value`: latin1. */
export function mapBytes(value: string, images: ByteMap): string {
  const bytes = bytesOf(value);
  let changes = 0;
  for (let at = 0; at < value.length; at += 1) {
    const byte = byteAt(bytes, at);
    const image = byteAt(images, byte);
    changes |= byte ^ image;
    bytes[at] = image;
  }
  return changes === 0 ? value : textOf(bytes, value.length);
}
