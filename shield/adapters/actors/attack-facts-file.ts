import { readFile } from 'node:fs/promises';
import type { AttackFacts } from '@dejfa/actors';
import { z } from 'zod';
import { factsOfStudy, isStudyForm } from './study-facts.ts';

const names = z.array(z.string().max(200)).max(2000);
const text = z.string().max(300);
const partialDate = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/);
const domains = z.array(z.enum(['enterprise', 'ics', 'mobile'])).max(3);
const groupId = z.string().regex(/^G\d{4}$/);
const softwareId = z.string().regex(/^S\d{4}$/);
const campaignId = z.string().regex(/^C\d{4}$/);
const techniqueId = z.string().regex(/^T\d{4}(?:\.\d{3})?$/);

const schema = z.strictObject({
  source: text,
  version: text.nullable(),
  licence: text,
  cut: text.nullable(),
  groups: z.array(
    z.strictObject({
      id: groupId,
      name: text,
      aliases: names,
      domains,
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
      name: text,
      aliases: names,
      domains,
      kind: z.enum(['malware', 'tool']),
      platforms: names,
    }),
  ),
  campaigns: z.array(
    z.strictObject({
      id: campaignId,
      name: text,
      aliases: names,
      domains,
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
      name: text,
      parent: techniqueId.nullable(),
      tactics: names,
      domains,
      platforms: names,
    }),
  ),
  tactics: z.array(z.strictObject({ id: text, name: text, shortName: text, domains })),
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

/**
 * Facts in the form of `content/attack/attack.json`, or in that of studies (`study-facts.ts`). Rejects with a ZodError
 * that names the path of what is wrong.
 */
export async function readAttackFacts(path: string): Promise<AttackFacts> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return schema.parse(isStudyForm(value) ? factsOfStudy(value) : value);
}
