import type { ChainNode } from '../ast/chain.ts';
import { compileRegex } from '../regex/index.ts';
import type { ActionRefusal } from './action.ts';

/** Whether a rule is one of those that are named. */
export type RuleChoice = (chain: ChainNode) => boolean;

/** A way to name rules: by id or range, by a pattern on their tags, by a pattern on their message. */
export type RuleChooser = (text: string) => RuleChoice | ActionRefusal;

/** Ways to name rules. */
export const CHOOSERS = {
  id: chooseById,
  msg: (text) => chooseByPattern(text, (chain) => [chain.message]),
  tag: (text) => chooseByPattern(text, (chain) => chain.tags),
} satisfies Readonly<Record<string, RuleChooser>>;

/** Rules by `id` or `first-last`, several between commas or white space. */
function chooseById(text: string): RuleChoice | ActionRefusal {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const ranges = parts.flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    return first === undefined ? [] : { first: Number(first), last: Number(last) };
  });
  if (parts.length === 0 || ranges.length < parts.length) {
    return {
      kind: 'refused',
      message: `'${text}' is no rule id and no range of ids`,
      help: 'write 942100 or 942100-942199',
    };
  }
  return ({ id }) => {
    for (const { first, last } of ranges) if (id >= first && id <= last) return true;
    return false;
  };
}

/** Rules of which one of the texts matches a pattern. */
function chooseByPattern(
  pattern: string,
  texts: (chain: ChainNode) => readonly string[],
): RuleChoice | ActionRefusal {
  // Most patterns are whole tags or parts of them.
  if (/^[\w-]+$/.test(pattern)) return (chain) => texts(chain).some((text) => text.includes(pattern));
  const regex = compileRegex(pattern, { dotAll: true });
  if (regex.kind === 'refused') {
    return { kind: 'refused', message: `the pattern '${pattern}' is not supported: ${regex.reason}` };
  }
  // Rules share their tags: a rule set of hundreds of rules has some dozens.
  const known = new Map<string, boolean>();
  const matches = (text: string): boolean => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const tested = regex.test(text);
    known.set(text, tested);
    return tested;
  };
  return (chain) => texts(chain).some(matches);
}
