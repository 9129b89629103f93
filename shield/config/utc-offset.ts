import { z } from 'zod';

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;

/** `+03:30`, `-05:00` or `Z` as minutes east of UTC; null for any other text. */
export function parseUtcOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
  if (sign === undefined) return null;
  const value = Number(hours) * 60 + Number(minutes);
  return sign === '-' && value > 0 ? -value : value;
}

/** Schema of an offset from UTC; minutes east of it in the parsed configuration. */
export function utcOffset() {
  return z
    .string()
    .refine((text) => parseUtcOffset(text) !== null, { error: 'is not an offset from UTC' })
    .transform((text) => parseUtcOffset(text) ?? 0)
    .meta({ expected: "an offset such as '+03:30', or Z", help: "write sign, hours and minutes: '+03:30'" });
}
