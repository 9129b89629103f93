/** Description: decodes base64 up to the first byte that is none. Example: `YQ==` gives `a`. */
export function base64Decode(value: string): string {
  const clean = /^[A-Za-z0-9+/]*/.exec(value)?.[0] ?? '';
  return Buffer.from(clean, 'base64').toString('latin1');
}

/** Description: decodes base64 and skips all bytes that are none. Example: `Y Q=.=` gives `a`. */
export function base64DecodeExt(value: string): string {
  return Buffer.from(value.replace(/[^A-Za-z0-9+/]+/g, ''), 'base64').toString('latin1');
}

/** Description: encodes as base64 (RFC 4648 §4). Example: `a` gives `YQ==`. */
export function base64Encode(value: string): string {
  return Buffer.from(value, 'latin1').toString('base64');
}
