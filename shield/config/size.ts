import { z } from 'zod';

const UNIT_BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** Bytes of `128KiB`, `100MiB`, `512B`; null for everything that is not a whole number with a binary unit. */
export function parseSizeBytes(text: string): number | null {
  const match = /^(\d{1,9})(B|KiB|MiB|GiB)$/.exec(text);
  if (match === null) return null;
  const [, digits, unit] = match;
  return Number(digits) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES];
}

/** Schema of a size: text with a binary unit in, bytes out; `atMost` is written as a size and is allowed itself. */
export function size(atMost: string) {
  const limitBytes = parseSizeBytes(atMost) ?? 0;
  return z
    .string()
    .transform((text, context) => {
      const bytes = parseSizeBytes(text);
      if (bytes === null) {
        context.addIssue({ code: 'custom', message: 'is not a size' });
        return z.NEVER;
      }
      if (bytes > limitBytes) {
        context.addIssue({ code: 'custom', message: `is too large: at most ${atMost}` });
        return z.NEVER;
      }
      return bytes;
    })
    .meta({
      expected: 'a size such as 512B, 128KiB or 100MiB',
      help: 'write a whole number with a unit: B, KiB, MiB or GiB, for example 128KiB',
    });
}
