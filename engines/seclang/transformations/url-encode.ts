/** Description: encodes all but ASCII letters, digits and `*` as `%xx`, space as `+`. Example: `a b&` gives `a+b%26`. */
export function urlEncode(value: string): string {
  return value.replace(/[^A-Za-z0-9*]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
