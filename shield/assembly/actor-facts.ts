import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ActorFacts } from '../attribute/actor-facts.ts';

const names = z.array(z.string());

const schema = z.object({
  source: z.string(),
  groups: z.array(
    z.object({ id: z.string(), name: z.string(), aliases: names, techniques: names, software: names }),
  ),
  techniques: z.array(z.object({ id: z.string(), name: z.string(), tactics: names })),
});

/** Facts about actors from a file of `content/attack`. Rejects when it is not of that form. */
export async function readActorFacts(path: string): Promise<ActorFacts> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}
