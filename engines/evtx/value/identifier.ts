import { Damage } from '../file/damage.ts';

/** `{54849625-5478-4994-A5BA-3E3B0328C30D}`: the first three groups are little-endian. */
export function formatGuid(view: DataView, at: number): string {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const first = hex(view.getUint32(at, true), 8);
  const second = hex(view.getUint16(at + 4, true), 4);
  const third = hex(view.getUint16(at + 6, true), 4);
  const fourth = hex(view.getUint16(at + 8), 4);
  const fifth = hex(view.getUint16(at + 10), 4) + hex(view.getUint32(at + 12), 8);
  return `{${first}-${second}-${third}-${fourth}-${fifth}}`;
}

/**
 * `S-1-5-18`: revision, authority, sub-authorities (MS-DTYP 2.4.2). The authority is hexadecimal when it does not fit
 * 32 bits (2.4.2.1). Throws {@link Damage} when the bytes are fewer than their own count says.
 */
export function formatSid(view: DataView, at: number, size: number): string {
  const count = size < 8 ? 0 : view.getUint8(at + 1);
  if (size < 8 || 8 + count * 4 > size) throw new Damage(`a security identifier of ${size} bytes`, at);
  const high = view.getUint16(at + 2);
  const low = view.getUint32(at + 4);
  const authority =
    high === 0
      ? String(low)
      : `0x${(high.toString(16) + low.toString(16).padStart(8, '0')).padStart(12, '0')}`;
  let text = `S-${view.getUint8(at)}-${authority}`;
  for (let index = 0; index < count; index += 1) text += `-${view.getUint32(at + 8 + index * 4, true)}`;
  return text;
}
