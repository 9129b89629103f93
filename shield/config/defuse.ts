import { z } from 'zod';
import { addressOrRange } from './address.ts';
import { duration } from './duration.ts';

const repeatOffender = z
  .strictObject({
    attempts: z.int().min(1).max(100_000).default(3).describe('Blocked attempts'),
    within: duration({ atLeast: '1s', atMost: '30d' }).prefault('10m').describe('Counted over this long'),
    block: duration({ atLeast: '1s', atMost: '365d' }).prefault('1h').describe('How long it is blocked'),
  })
  .transform((r) => ({ attempts: r.attempts, withinMs: r.within, blockMs: r.block }))
  .meta({ expected: 'a policy: { attempts, within, block }' });

/** What is blocked without a person. */
export const defuseSchema = z
  .strictObject({
    repeatOffender: repeatOffender
      .nullable()
      .prefault({})
      .describe('Blocks a source whose attempts were blocked that often; null turns it off'),
    never: z
      .array(addressOrRange())
      .max(100_000)
      .default([])
      .describe('Addresses and ranges that no policy may block'),
  })
  .meta({ expected: 'a section with repeatOffender and never' });
