import { z } from 'zod';
import { RSIT_CLASSES, type RsitClass, SEVERITIES } from '../../../model/index.ts';
import { readAskedScope } from '../http/address-scope.ts';

/** Ranges of time that the overview can show. */
export const WINDOWS_MS = { quarter: 15 * 60_000, hour: 60 * 60_000, day: 24 * 60 * 60_000 } as const;

/** Steps of the time series: a quarter of an hour by 15 seconds, an hour by minutes, a day by quarters of an hour. */
export const STEPS_MS = { quarter: 15_000, hour: 60_000, day: 15 * 60_000 } as const;

/** Longest that a person may block or allow at once: a leap year. */
export const LONGEST_DECISION_MS = 366 * 24 * 60 * 60_000;

const epochMs = z.coerce.number().int().min(0).max(8.64e15);
const CLASSES = Object.keys(RSIT_CLASSES) as [RsitClass, ...RsitClass[]];

/** An identifier in a path. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'expected an identifier of letters, digits, dots, colons and hyphens');

/** Query of the overview. */
export const windowQuery = z.object({ window: z.enum(['quarter', 'hour', 'day']).default('hour') });

/** `LASTMS~ID`, as the answer before gave it in `next`. */
const cursor = z
  .string()
  .regex(/^\d{1,16}~[A-Za-z0-9._:-]{1,128}$/, 'expected the value of `next` of an earlier answer')
  .transform((text) => {
    const [lastMs = '', id = ''] = text.split('~', 2);
    return { lastMs: Number(lastMs), id };
  });

/** Query of the list of attempts; times in milliseconds since the epoch. */
export const attemptsQuery = z.object({
  since: epochMs.optional(),
  until: epochMs.optional(),
  service: z.string().min(1).max(200).optional(),
  class: z.enum(CLASSES).optional(),
  outcome: z.enum(['blocked', 'no-effect', 'succeeded', 'unknown']).optional(),
  severity: z.enum(SEVERITIES).optional(),
  origin: z.enum(['unknown', 'known-scanner', 'own-test']).optional(),
  text: z.string().trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: cursor.optional(),
});

/** Query of the list of incidents. */
export const incidentsQuery = z.object({
  since: epochMs.optional(),
  until: epochMs.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Query of the list of decisions. */
export const decisionsQuery = z.object({
  state: z.enum(['active', 'all']).default('active'),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

/** Body of a sign-in; lengths are bounded before a password is hashed. */
export const loginBody = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().min(1).max(1_000),
});

const scope = z
  .string()
  .max(64)
  .transform((text, context) => {
    const parsed = readAskedScope(text);
    if (typeof parsed !== 'string') return parsed;
    context.addIssue({ code: 'custom', message: parsed });
    return z.NEVER;
  });

/** Body that asks what a decision would touch. */
export const previewBody = z.strictObject({ scope });

/** Body of a decision of a person. */
export const decisionBody = z.strictObject({
  scope,
  action: z.enum(['block', 'allow']),
  service: z.string().min(1).max(200).nullable().default(null),
  reason: z.string().trim().min(3, 'say why, in three characters or more').max(500),
  /** From now, at least a minute and at most a year: a decision always ends. */
  durationMs: z.number().int().min(60_000).max(LONGEST_DECISION_MS),
  attemptId: identifier.nullable().default(null),
});

const excluded = {
  /** Rules that matched together, as the explanation of the event names them. */
  ruleIds: z.array(z.number().int().min(1).max(2_147_483_647)).min(1).max(100),
  /** What they matched on; null: the rules as such. */
  variable: z.string().max(2_100).nullable(),
};

/** Body that asks what an exclusion would change. */
export const exclusionChoice = z.strictObject(excluded);

/** Body that adds an exclusion. */
export const exclusionBody = z.strictObject({
  ...excluded,
  reason: z.string().trim().min(3, 'say why, in three characters or more').max(500),
});
