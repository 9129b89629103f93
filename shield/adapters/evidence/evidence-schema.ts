import { z } from 'zod';

const LONGEST_NAME = 300;
const MOST_PIECES = 500;
const MOST_OWNERS = 50;

const text = z.string().trim().min(1).max(LONGEST_NAME);
const grade = z
  .string()
  .regex(/^[A-Fa-f][1-6]$/, 'a grade is a letter from A to F and a digit from 1 to 6, such as B2')
  .optional();
/** ISO 8601: a day or a time with its zone. */
const time = z
  .union(
    [z.iso.date(), z.iso.datetime({ offset: true })],
    'a day such as 2026-11-24 or a time such as 2026-11-24T06:42:00Z',
  )
  .optional();
const reported = z
  .array(z.strictObject({ actor: text, reference: text }))
  .min(1)
  .max(MOST_OWNERS);

const common = { source: text.optional(), grade, time };

/** The form of evidence files; `docs/attribution.md` shows it. */
export const evidenceFile = z.strictObject({
  about: z.string().max(2000).optional(),
  time,
  source: text.optional(),
  grade,
  pieces: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('technique'), value: text, ...common }),
        z.strictObject({ kind: z.literal('tool'), value: text, ...common }),
        z.strictObject({ kind: z.literal('infrastructure'), value: text, reported, ...common }),
        z.strictObject({ kind: z.literal('sector'), value: text, ...common }),
        z.strictObject({
          kind: z.literal('country'),
          value: z.string().regex(/^[A-Za-z]{2}$/, 'a country is two letters of ISO 3166-1, such as IR'),
          ...common,
        }),
        z.strictObject({
          kind: z.literal('hours'),
          counts: z
            .array(z.int().min(0).max(1e9))
            .length(24, 'hours are 24 counts, one for each hour of the day, UTC'),
          ...common,
        }),
      ]),
    )
    .max(MOST_PIECES),
});

/** An evidence file as it is written. */
export type EvidenceFile = z.infer<typeof evidenceFile>;
export type WrittenPiece = EvidenceFile['pieces'][number];
