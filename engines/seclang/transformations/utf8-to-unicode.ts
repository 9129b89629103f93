/**
 * Description: valid UTF-8 sequences of two to four bytes become `%uHHHH` (six digits where four do not suffice);
 * other bytes stay. With `urlDecodeUni` behind it, full-width letters become ASCII.
 * Example: the bytes EF BC 9C give `%uff1c`.
 */
export function utf8toUnicode(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  return value.replace(
    /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g,
    (sequence) => {
      const point = codePoint(sequence);
      return point === null ? sequence : `%u${point.toString(16).padStart(4, '0')}`;
    },
  );
}

/** Code point of a sequence; null where it is overlong, a surrogate, or above U+10FFFF (RFC 3629 §3). */
function codePoint(sequence: string): number | null {
  const lead = sequence.charCodeAt(0);
  let point = lead & (0x7f >> sequence.length);
  for (let at = 1; at < sequence.length; at += 1) point = (point << 6) | (sequence.charCodeAt(at) & 0x3f);
  const smallest = sequence.length === 2 ? 0x80 : sequence.length === 3 ? 0x800 : 0x10000;
  const isScalar = point >= smallest && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isScalar ? point : null;
}
