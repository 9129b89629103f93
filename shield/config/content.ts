import { z } from 'zod';
import { socketAddress } from './address.ts';
import { duration } from './duration.ts';
import { name, path } from './name.ts';
import { sigmaSchema } from './sigma.ts';

const pack = z
  .strictObject({
    name: name().describe('Name of the pack'),
    path: path().describe('Folder with its rules'),
  })
  .meta({ expected: 'a pack: { name, path }' });

const ruleId = z
  .union([z.string().min(1).max(128), z.int().min(0)], { error: 'is not a rule id' })
  .transform(String)
  .meta({ expected: 'a rule id such as 920350' });

const blocklists = z
  .strictObject({
    ask: z
      .boolean()
      .default(false)
      .describe(
        'Ask the block lists that rules name by `@rbl` about each client with a public address; whoever runs a list, and the resolvers on the way, then learn who visits the services',
      ),
    timeout: duration({ atLeast: '10ms', atMost: '10s' })
      .prefault('500ms')
      .describe('Longest that a request waits for an answer; then it is inspected without'),
    servers: z
      .array(socketAddress())
      .max(8)
      .default([])
      .describe('Resolvers that are asked, by address; none: those of the system'),
  })
  .transform(({ timeout, ...rest }) => ({ timeoutMs: timeout, ...rest }))
  .meta({ expected: 'a section with ask, timeout and servers' });

/** Which rules are loaded. */
export const contentSchema = z
  .strictObject({
    base: z.boolean().default(true).describe("The project's own rules"),
    system: z.boolean().default(true).describe("Packs found on the system, such as Debian's modsecurity-crs"),
    packs: z
      .array(pack)
      .max(100)
      .default([])
      .describe('Folders with rules, beside the packs added with `dejfa content add`'),
    countries: path()
      .nullable()
      .default(null)
      .describe(
        'File with countries of addresses for `@geoLookup`, in the MMDB format of GeoLite2, DB-IP and others; null: the one that comes with the shield',
      ),
    blocklists: blocklists.prefault({}),
    sigma: sigmaSchema.prefault({}),
    disable: z.array(ruleId).max(10_000).default([]).describe('Ids of rules that are not to be run'),
  })
  .meta({ expected: 'a section with base, system, packs, countries, blocklists, sigma and disable' });
