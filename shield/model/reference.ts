/** Crockford's base 32: no I, L, O or U, so that a number read over the telephone stays the same number. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The number that a visitor sees on a refusal, `XXXX-XXXX-XXXX`: the last 60 bits of the event's identifier.
 * Those bits of a UUID version 7 are random, so the number says nothing of the time or the order of requests.
 */
export function referenceOf(eventId: string): string {
  let bits = BigInt(`0x${eventId.replaceAll('-', '').slice(-15)}`);
  let text = '';
  for (let at = 0; at < 12; at += 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** What a person typed as a reference, in its one form; null when it cannot be one. */
export function parseReference(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== 12 || [...plain].some((letter) => !ALPHABET.includes(letter))) return null;
  return `${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`;
}
