import { z } from 'zod';
import { size } from './size.ts';

/** What the gateway takes from clients before it knows the service. */
export const limitsSchema = z
  .strictObject({
    head: size('1MiB')
      .refine((bytes) => bytes >= 1024, { error: 'is too small: at least 1KiB' })
      .prefault('32KiB')
      .describe('Request line and fields together; larger is refused with 431'),
    headers: z
      .int()
      .min(8)
      .max(10_000)
      .default(128)
      .describe('Fields of a request; more are refused with 431'),
    connections: z.int().min(1).max(1_000_000).default(10_000).describe('Connections of clients at once'),
    upstreamConnections: z
      .int()
      .min(1)
      .max(100_000)
      .default(512)
      .describe('Connections to each upstream at once'),
    bodyRate: size('1GiB')
      .prefault('500B')
      .describe(
        'Least bytes a second, on average, of a body that takes longer than its timeout; slower is refused with 408',
      ),
  })
  .transform(({ head, bodyRate, ...rest }) => ({ ...rest, headBytes: head, bodyBytesPerSecond: bodyRate }))
  .meta({ expected: 'a section with head, headers, connections, upstreamConnections and bodyRate' });
