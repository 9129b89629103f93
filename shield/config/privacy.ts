import { z } from 'zod';

/** What is not kept. */
export const privacySchema = z
  .strictObject({
    redactHeaders: z
      .array(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, { error: 'is not a header name' })
          .transform((header) => header.toLowerCase())
          .meta({ expected: 'a header name' }),
      )
      .max(1000)
      .default(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])
      .describe('Header fields whose values are replaced before an event is kept'),
  })
  .meta({ expected: 'a section with redactHeaders' });
