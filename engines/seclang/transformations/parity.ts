/** Description: sets the top bit of each byte so that its number of ones is even. */
export function parityEven7bit(value: string): string {
  return mapBytes(value, (byte) => (isOdd(byte & 0x7f) ? byte | 0x80 : byte & 0x7f));
}

/** Description: sets the top bit of each byte so that its number of ones is odd. */
export function parityOdd7bit(value: string): string {
  return mapBytes(value, (byte) => (isOdd(byte & 0x7f) ? byte & 0x7f : byte | 0x80));
}

/** Description: clears the top bit of each byte. */
export function parityZero7bit(value: string): string {
  return mapBytes(value, (byte) => byte & 0x7f);
}

function isOdd(byte: number): boolean {
  const folded = byte ^ (byte >> 4);
  return ((0x6996 >> (folded & 15)) & 1) === 1;
}

function mapBytes(value: string, map: (byte: number) => number): string {
  const bytes = Buffer.from(value, 'latin1');
  bytes.forEach((byte, at) => {
    bytes[at] = map(byte);
  });
  return bytes.toString('latin1');
}
