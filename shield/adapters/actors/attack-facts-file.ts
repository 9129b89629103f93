import { readFile } from 'node:fs/promises';
import type { AttackFacts } from '@dejfa/actors';
import { z } from 'zod';

const names = z.array(z.string().max(200)).max(2000);
const text = z.string().max(300);
const partialDate = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/);
const domains = z.array(z.enum(['enterprise', 'ics', 'mobile'])).max(3);
const groupId = z.string().regex(/^G\d{4}$/);
const softwareId = z.string().regex(/^S\d{4}$/);
const campaignId = z.string().regex(/^C\d{4}$/);
const techniqueId = z.string().regex(/^T\d{4}(?:\.\d{3})?$/);

const named = { name: text, domains };

const schema = z.strictObject({
  source: text,
  version: text.nullable(),
  licence: text,
  cut: text.nullable(),
  groups: z.array(
    z.strictObject({
      id: groupId,
      ...named,
      aliases: names,
      stix: text.nullable(),
      version: text.nullable(),
      created: partialDate.nullable(),
      modified: partialDate.nullable(),
      references: names,
    }),
  ),
  software: z.array(
    z.strictObject({
      id: softwareId,
      ...named,
      kind: z.enum(['malware', 'tool']),
      aliases: names,
      platforms: names,
    }),
  ),
  campaigns: z.array(
    z.strictObject({
      id: campaignId,
      ...named,
      aliases: names,
      stix: text.nullable(),
      first: partialDate.nullable(),
      last: partialDate.nullable(),
      created: partialDate.nullable(),
      references: names,
    }),
  ),
  techniques: z.array(
    z.strictObject({
      id: techniqueId,
      ...named,
      parent: techniqueId.nullable(),
      tactics: names,
      platforms: names,
    }),
  ),
  tactics: z.array(z.strictObject({ id: text, ...named, shortName: text })),
  references: z.array(
    z.strictObject({ name: text, url: z.string().max(2000).nullable(), date: partialDate.nullable() }),
  ),
  uses: z.array(
    z.strictObject({
      who: z.union([groupId, campaignId, softwareId]),
      reference: text.nullable(),
      what: z.array(z.union([techniqueId, softwareId])),
    }),
  ),
  attributions: z.array(z.strictObject({ campaign: campaignId, group: groupId, references: names })),
}) satisfies z.ZodType<AttackFacts>;

/** Facts in the form of `content/attack/attack.json`. Rejects with a ZodError that names the path of what is wrong. */
export async function readAttackFacts(path: string): Promise<AttackFacts> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}
