import type { CommandDefinition } from './definition.ts';

type Option = NonNullable<CommandDefinition['options']>[number];

/** Options that commands on single rules share. */
export const RULE_OPTIONS = {
  asSource: { flags: '--as-source', description: "take events to be of the rule's log source, too" },
  noCache: {
    flags: '--no-cache',
    description: 'read the rules anew, and do not keep them for the next time',
  },
  pipeline: {
    flags: '--pipeline <file>',
    description: 'a processing pipeline that rewrites the rule',
    repeatable: true,
  },
} as const satisfies Readonly<Record<string, Option>>;
