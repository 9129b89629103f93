import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type AttributionKnowledge,
  buildKnowledge,
} from '../../attribute/knowledge/attribution-knowledge.ts';
import type { VictimFacts } from '../../attribute/knowledge/victim-facts.ts';
import type { FittedAttribution } from '../../attribute/score-actors.ts';
import type { ActorFamily } from '../../model/index.ts';
import { readAttackFacts } from './attack-facts-file.ts';

const text = z.string().max(300);
const share = z.number().min(0).max(1);
const country = z.string().regex(/^[A-Z]{2}$/);

const fittedSchema = z.strictObject({
  method: text,
  facts: text,
  weights: z.record(z.string(), z.number()),
  open: z.array(z.number()),
  thresholds: z.strictObject({ name: share, withoutOneTool: share, withoutTwoTools: share.nullable() }),
}) satisfies z.ZodType<FittedAttribution>;

const victimSchema = z.strictObject({
  source: text,
  licence: text,
  actors: z.array(
    z.strictObject({
      id: z.string().regex(/^G\d{4}$/),
      origin: country.nullable(),
      sectors: z.array(text).max(50),
      countries: z.array(country).max(250),
    }),
  ),
}) satisfies z.ZodType<VictimFacts>;

const familySchema = z.strictObject({
  families: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,60}$/),
      name: text,
      members: z
        .array(z.string().regex(/^G\d{4}$/))
        .min(1)
        .max(100),
      outside: z.array(text).max(100),
      shares: z.array(z.string().regex(/^(?:S\d{4}|T\d{4}(?:\.\d{3})?)$/)).max(500),
      reasons: z.array(z.strictObject({ statement: text, source: text })).min(1),
    }) satisfies z.ZodType<ActorFamily>,
  ),
});

/**
 * Reads everything that attribution knows from a `content` folder. Rejects with a ZodError that names the path of what
 * is wrong in a file.
 */
export async function readAttributionKnowledge(content: string): Promise<AttributionKnowledge> {
  const [facts, fitted, victims, { families }] = await Promise.all([
    readAttackFacts(join(content, 'attack/attack.json')),
    readJson(join(content, 'attribution/fitted.json'), fittedSchema),
    readJson(join(content, 'actors/victims.json'), victimSchema),
    readJson(join(content, 'actors/families.json'), familySchema),
  ]);
  return buildKnowledge({ facts, fitted, victims, families });
}

async function readJson<Value>(path: string, schema: z.ZodType<Value>): Promise<Value> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}
