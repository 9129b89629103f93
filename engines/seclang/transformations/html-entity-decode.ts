/** Entities that ModSecurity knows by name; no others are decoded. */
const NAMED: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: '\xa0' };

/**
 * Description: decodes `&#xHH;`, `&#DD;` (the semicolon may be absent) and the names quot, amp, lt, gt and nbsp.
 * Code points above 255 keep their low byte. Example: `&lt;&#x61;&#98` gives `<ab`.
 */
export function htmlEntityDecode(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(
    /&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([a-zA-Z]+);?)/g,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex.slice(-2), 16));
      if (decimal !== undefined) return String.fromCharCode(Number.parseInt(decimal.slice(0, 15), 10) % 256);
      return NAMED[name?.toLowerCase() ?? ''] ?? whole;
    },
  );
}
