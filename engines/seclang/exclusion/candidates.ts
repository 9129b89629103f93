import type { RuleMatch } from '../api.ts';
import { parseRequestPart } from './request-part.ts';

/** What could be excluded after a request was found wrongly: rules of one kind, and what they all matched on. */
export interface ExclusionCandidate {
  /** The rules' `attack-…` tag, or the thousand of their numbers, for example `920`. */
  readonly group: string;
  /** Full name of the variable; null where the rules matched on nothing that can be named. */
  readonly variable: string | null;
  /** In the order in which they matched. */
  readonly ruleIds: readonly number[];
  /** What the rules added to the anomaly score. */
  readonly score: number;
}

/**
 * Groups the matches of a request by kind of rule and by variable, the narrowest and the highest score first: a named
 * parameter before a whole part of the request, and that before a rule as such. Rules that only add up are left out.
 */
export function exclusionCandidates(matches: readonly RuleMatch[]): readonly ExclusionCandidate[] {
  const groups = new Map<
    string,
    { group: string; variable: string | null; ruleIds: number[]; score: number }
  >();
  for (const match of matches.filter(isAboutTheRequest)) {
    const group = groupOf(match);
    const names = match.variables.map(({ name }) => name).filter((name) => parseRequestPart(name) !== null);
    for (const variable of names.length === 0 ? [null] : new Set(names)) {
      const key = `${group} ${variable}`;
      const found = groups.get(key) ?? { group, variable, ruleIds: [], score: 0 };
      groups.set(key, found);
      if (found.ruleIds.includes(match.ruleId)) continue;
      found.ruleIds.push(match.ruleId);
      found.score += match.score;
    }
  }
  return [...groups.values()].sort((a, b) => widthOf(a.variable) - widthOf(b.variable) || b.score - a.score);
}

/** A rule that adds up what others found looks at nothing but their variables, and adds nothing. */
function isAboutTheRequest({ log, score, variables }: RuleMatch): boolean {
  if (!log) return false;
  return score > 0 || variables.some(({ name }) => !/^(?:TX|MATCHED_VARS?|IP|GLOBAL|SESSION)\b/.test(name));
}

function groupOf({ tags, ruleId }: RuleMatch): string {
  return tags.find((tag) => tag.startsWith('attack-')) ?? String(Math.floor(ruleId / 1000));
}

function widthOf(variable: string | null): number {
  if (variable === null) return 2;
  return variable.includes(':') ? 0 : 1;
}
