/** The characters of Windows-1252 from 0x80 to 0x9f; undefined ones stand for themselves. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** UTF-16 little-endian without the zeros that end it; zeros within are kept: they may be there to hide what follows. */
export function readUtf16(bytes: Buffer, at: number, size: number): string {
  return bytes.toString('utf16le', at, at + textBytes(bytes, at, size));
}

/** Bytes of the text without an odd last byte and without ending zeros. */
export function textBytes(bytes: Uint8Array, at: number, size: number): number {
  let length = size & ~1;
  while (length > 0 && bytes[at + length - 1] === 0 && bytes[at + length - 2] === 0) length -= 2;
  return length;
}

/** Text in the code page of Western Windows, without the zeros that end it; the file does not say which page it was. */
export function readAnsi(bytes: Buffer, at: number, size: number): string {
  let end = at + size;
  while (end > at && bytes[end - 1] === 0) end -= 1;
  const text = bytes.toString('latin1', at, end);
  return text.replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));
}
