import { z } from 'zod';
import { addressOrRange } from './address.ts';
import { duration } from './duration.ts';

const repeatOffender = z
  .strictObject({
    blockedRequests: z
      .int()
      .min(1)
      .max(100_000)
      .default(5)
      .describe('Requests of one source that were blocked'),
    within: duration({ atLeast: '1s', atMost: '30d' }).prefault('10m').describe('Counted over this long'),
    block: duration({ atLeast: '1s', atMost: '365d' }).prefault('1h').describe('How long it is blocked'),
  })
  .transform((r) => ({ blockedRequests: r.blockedRequests, withinMs: r.within, blockMs: r.block }))
  .meta({ expected: 'a policy: { blockedRequests, within, block }' });

/** What is blocked without a person. */
export const defuseSchema = z
  .strictObject({
    repeatOffender: repeatOffender
      .nullable()
      .prefault({})
      .describe('Blocks a source whose requests were blocked that often; null turns it off'),
    never: z
      .array(addressOrRange())
      .max(100_000)
      .default([])
      .describe('Addresses and ranges that no policy may block'),
  })
  .meta({ expected: 'a section with repeatOffender and never' });
