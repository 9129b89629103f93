import { z } from 'zod';
import { addressOrRange } from './address.ts';
import { duration } from './duration.ts';

/** How signals become attempts. */
export const countingSchema = z
  .strictObject({
    quietTime: duration({ atLeast: '1s', atMost: '7d' })
      .prefault('30m')
      .describe('An attempt is closed after this long without a signal'),
    scanners: z
      .array(addressOrRange())
      .max(100_000)
      .default([])
      .describe('Sources of known scanners, counted apart'),
    ownTests: z
      .array(addressOrRange())
      .max(100_000)
      .default([])
      .describe('Sources of own tests, counted apart'),
  })
  .transform(({ quietTime, ...rest }) => ({ quietTimeMs: quietTime, ...rest }))
  .meta({ expected: 'a section with quietTime, scanners and ownTests' });
