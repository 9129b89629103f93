import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Bounds of a duration, written as one: `{ atLeast: '1s', atMost: '365d' }`. Both ends are allowed. */
export interface DurationBounds {
  readonly atLeast?: string;
  readonly atMost?: string;
}

/** Milliseconds of `10s`, `30m`, `14d`; null for everything that is not a whole number with a unit. */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d{1,9})(ms|s|m|h|d|w)$/.exec(text);
  if (match === null) return null;
  const [, digits, unit] = match;
  return Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** Schema of a duration: text with a unit in, milliseconds out. */
export function duration(bounds: DurationBounds = {}) {
  const lowMs = parseDurationMs(bounds.atLeast ?? '1ms') ?? 1;
  const highMs = parseDurationMs(bounds.atMost ?? '3650d') ?? Number.POSITIVE_INFINITY;
  return z
    .string()
    .transform((text, context) => {
      const ms = parseDurationMs(text);
      if (ms === null) {
        context.addIssue({ code: 'custom', message: 'is not a duration' });
        return z.NEVER;
      }
      if (ms < lowMs || ms > highMs) {
        const range = `${bounds.atLeast ?? '1ms'} to ${bounds.atMost ?? '3650d'}`;
        context.addIssue({ code: 'custom', message: `is out of range: allowed is ${range}` });
        return z.NEVER;
      }
      return ms;
    })
    .meta({
      expected: 'a duration such as 10s, 30m or 14d',
      help: 'write a whole number with a unit: ms, s, m, h, d or w, for example 30m',
    });
}
