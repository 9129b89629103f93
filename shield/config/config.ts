import { z } from 'zod';
import { addressOrRange } from './address.ts';
import { auditLogSchema } from './audit-log.ts';
import { blockPageSchema } from './block-page.ts';
import { contentSchema } from './content.ts';
import { countingSchema } from './counting.ts';
import { defuseSchema } from './defuse.ts';
import { limitsSchema } from './limits.ts';
import { listenSchema } from './listen.ts';
import { privacySchema } from './privacy.ts';
import { retentionSchema } from './retention.ts';
import { servicesSchema } from './services.ts';
import { sourcesSchema } from './sources.ts';
import { storeSchema } from './store.ts';

/** The whole of `dejfa.yaml`; a section that is absent, or empty, has its defaults. */
export const configSchema = z
  .strictObject({
    listen: listenSchema.prefault({}).describe('Where the shield accepts connections'),
    limits: limitsSchema.prefault({}).describe('What the gateway takes from clients at most'),
    blockPage: blockPageSchema.prefault({}).describe('Words on the page that a refused visitor sees'),
    trustedProxies: z
      .array(addressOrRange())
      .max(10_000)
      .default([])
      .describe('Peers whose Forwarded or X-Forwarded-For is believed; from anybody else it is only data'),
    services: servicesSchema.default([]).describe('Services that the gateway guards'),
    sources: sourcesSchema.default([]).describe('Logs that are read'),
    content: contentSchema.prefault({}).describe('Rules that are loaded'),
    counting: countingSchema.prefault({}).describe('How signals become attempts'),
    store: storeSchema
      .prefault({ kind: 'embedded' })
      .describe('Where events, signals, attempts, decisions and receipts are kept'),
    retention: retentionSchema.prefault({}).describe('How long rows stay; older ones are dropped'),
    auditLog: auditLogSchema.prefault({}).describe('Audit records of the rules, as ModSecurity writes them'),
    privacy: privacySchema.prefault({}).describe('What is not kept'),
    defuse: defuseSchema.prefault({}).describe('What is blocked without a person'),
  })
  .meta({ expected: 'sections such as listen, services and sources' });

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** `dejfa.yaml` as the program sees it: every key there, durations as `…Ms`, sizes as `…Bytes`. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

/** Which packs of rules are run. */
export type ContentConfig = Config['content'];

/** What a file without a line says: console on loopback, own rules and those of the system, nothing guarded. */
export function defaultConfig(): Config {
  return configSchema.parse({});
}
