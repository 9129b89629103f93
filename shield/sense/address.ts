import type { ActorKey } from '../model/index.ts';

/** True for the text form of an IPv4 or IPv6 address (a zone index is allowed); checks shape, bounded work. */
export function isAddress(text: string): boolean {
  if (text.length < 2 || text.length > 64) return false;
  return text.includes(':') ? isIpv6(text) : isIpv4(text);
}

/** The actor key of an address, or null when `text` is none or says only this machine. */
export function addressActor(text: string | null | undefined): ActorKey | null {
  if (text === null || text === undefined || !isAddress(text)) return null;
  return { kind: 'address', value: text };
}

/** Four decimal numbers of 0 to 255, dotted. */
function isIpv4(text: string): boolean {
  let parts = 0;
  let value = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 46 : text.charCodeAt(at);
    if (code === 46) {
      if (value < 0 || value > 255) return false;
      parts += 1;
      value = -1;
    } else if (code >= 48 && code <= 57) {
      value = Math.max(value, 0) * 10 + code - 48;
      if (value > 255) return false;
    } else return false;
  }
  return parts === 4;
}

/** Groups of hexadecimal digits (RFC 4291 §2.2), `::` at most once, an IPv4 tail allowed. */
function isIpv6(text: string): boolean {
  const bare = text.split('%', 1)[0] ?? '';
  const halves = bare.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const tail = last.includes('.');
  if (tail && !isIpv4(last)) return false;
  const width = groups.length + (tail ? 1 : 0);
  if (halves.length === 2 ? width > 7 : width !== 8) return false;
  return (tail ? groups.slice(0, -1) : groups).every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}
