import { z } from 'zod';

const list = z.array(z.string()).default([]);
const galaxySchema = z.object({
  version: z.number(),
  values: z.array(
    z.object({
      value: z.string(),
      meta: z
        .object({
          synonyms: list,
          refs: list,
          country: z.string().optional(),
          'cfr-suspected-victims': list,
          'cfr-target-category': list,
          'targeted-sector': list,
        })
        .prefault({}),
    }),
  ),
});
/** An actor of the galaxy; lists that it does not have are empty. */
export type GalaxyActor = z.infer<typeof galaxySchema>['values'][number];

/** The cluster `threat-actor.json` of the MISP galaxy. Throws a SyntaxError or ZodError when it is none. */
export function parseGalaxy(text: string): z.infer<typeof galaxySchema> {
  return galaxySchema.parse(JSON.parse(text));
}
