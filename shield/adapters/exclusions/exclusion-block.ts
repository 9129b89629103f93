import { z } from 'zod';
import type { StoredExclusion } from '../../ports/index.ts';

/** What stands in the comment above the rule: everything but the rule itself. */
const factsSchema = z.object({
  id: z.number().int().positive(),
  ruleIds: z.array(z.number().int().positive()).min(1),
  variable: z.string().nullable(),
  path: z.string(),
  service: z.string().nullable(),
  owner: z.string(),
  reason: z.string(),
  createdMs: z.number(),
  reference: z.string(),
});

const MARK = '# dejfa-exclusion ';

/**
 * An exclusion in the file: a comment with who wanted it and why, and its rule. The comment is JSON on one line with
 * every character above ASCII escaped, so that nothing in it can end the line or continue it.
 */
export function formatBlock({ text, ...facts }: StoredExclusion): string {
  const json = JSON.stringify(facts).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${MARK}${json}\n${text}`;
}

/** The exclusion of a block; null for what somebody else wrote into the file. */
export function parseBlock(block: string): StoredExclusion | null {
  if (!block.startsWith(MARK)) return null;
  const end = block.indexOf('\n');
  const facts = factsSchema.safeParse(readJson(block.slice(MARK.length, end === -1 ? undefined : end)));
  return facts.success && end !== -1 ? { ...facts.data, text: `${block.slice(end + 1).trimEnd()}\n` } : null;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
