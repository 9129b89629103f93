import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type AttributionKnowledge,
  buildKnowledge,
} from '../../attribute/knowledge/attribution-knowledge.ts';
import type { VictimFacts } from '../../attribute/knowledge/victim-facts.ts';
import type { FittedAttribution } from '../../attribute/score-actors.ts';
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

/**
 * Reads everything that attribution knows from a `content` folder. Rejects with a ZodError that names the path of what
 * is wrong in a file.
 */
export async function readAttributionKnowledge(content: string): Promise<AttributionKnowledge> {
  const [facts, fitted, victims] = await Promise.all([
    readAttackFacts(join(content, 'attack/attack.json')),
    readJson(join(content, 'attribution/fitted.json'), fittedSchema),
    readJson(join(content, 'actors/victims.json'), victimSchema),
  ]);
  return buildKnowledge({ facts, fitted, victims, families: [] });
}

async function readJson<Value>(path: string, schema: z.ZodType<Value>): Promise<Value> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}
