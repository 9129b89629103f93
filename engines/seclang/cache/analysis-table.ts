import type { RuleSource } from '../api.ts';
import { analysePattern, type PatternAnalysis, type RegexRefusal } from '../regex/index.ts';
import { decodeEntry, digestOf, encodeEntry } from './entry.ts';
import { type KeptAnalyses, readAnalyses, writeAnalyses } from './kept-analysis.ts';
import type { RuleCache } from './rule-cache.ts';

/** How ModSecurity compiles the patterns of rules. */
const OPTIONS = { dotAll: true } as const;

/** What is known of patterns as rules compile them. */
export type AnalysePattern = (pattern: string) => PatternAnalysis | RegexRefusal;

/** Analyses that were made before, and those that this load makes. Owned by one `loadRules` call. */
export interface AnalysisTable {
  readonly analyse: AnalysePattern;
  /** Why what was kept is not used; null where it is, or where there is none. */
  readonly refusal: string | null;
  /** Keeps what is known now, unless that is what was kept. */
  keep(): void;
}

/** Analyses patterns without keeping anything. */
export const analyseAnew: AnalysePattern = (pattern) => analysePattern(pattern, OPTIONS);

/**
 * Reads what was kept for these sources. An analysis depends on its pattern and on the engine's code alone, so that a
 * pattern that comes from an included file is either known under the very same text or analysed anew.
 */
export function openAnalysisTable(sources: readonly RuleSource[], cache: RuleCache): AnalysisTable {
  const key = digestOf([cache.engine, ...sources.map(({ text }) => text)]);
  const { kept, refusal } = readKept(cache, key);
  const used = new Map<string, PatternAnalysis>();
  let isNew = kept === null;
  return {
    refusal,
    analyse(pattern) {
      const known = used.get(pattern) ?? kept?.get(pattern);
      const analysis = known ?? analyseAnew(pattern);
      if (analysis.kind === 'refused') return analysis;
      isNew ||= known === undefined;
      used.set(pattern, analysis);
      return analysis;
    },
    keep() {
      if (isNew) cache.set(key, encodeEntry(key, writeAnalyses(used)));
    },
  };
}

interface Kept {
  readonly kept: KeptAnalyses | null;
  readonly refusal: string | null;
}

function readKept(cache: RuleCache, key: string): Kept {
  const bytes = cache.get(key);
  if (bytes === null) return { kept: null, refusal: null };
  const entry = decodeEntry(bytes, key);
  if (entry.kind === 'refused') return { kept: null, refusal: entry.reason };
  const kept = readAnalyses(entry.payload);
  return { kept, refusal: kept === null ? 'it does not hold what it should' : null };
}
