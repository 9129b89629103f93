import type { RuleSource } from '../api.ts';
import { analysePattern, type PatternAnalysis, type RegexRefusal } from '../regex/index.ts';
import { decodeJsonEntry, digestOf, encodeJsonEntry } from './entry.ts';
import { readAnalyses, writeAnalyses } from './kept-analysis.ts';
import type { RuleCache } from './rule-cache.ts';

/** How ModSecurity compiles the patterns of rules. */
const OPTIONS = { dotAll: true } as const;

/** What is known of patterns as rules compile them. */
export type AnalysePattern = (pattern: string) => PatternAnalysis | RegexRefusal;

/** Analyses patterns without keeping anything. */
export const analyseAnew: AnalysePattern = (pattern) => analysePattern(pattern, OPTIONS);

/** What is kept of one rule file. */
interface Shelf {
  readonly key: string;
  /** Analyses that this load used, and those that were kept. */
  readonly used: Map<string, PatternAnalysis>;
  readonly kept: ReadonlyMap<string, PatternAnalysis>;
  /** Whether something was used that is not kept. */
  isNew: boolean;
}

/**
 * Analyses of patterns that were made before, and those that this load makes; kept by rule file, so that files that
 * did not change need no work in whatever company they are loaded. An analysis depends on its pattern and on the
 * engine's code alone: which file's shelf it is found on decides nothing. A class, because it owns the shelves of
 * one load.
 */
export class AnalysisTable {
  readonly #cache: RuleCache;
  readonly #shelves = new Map<string, Shelf>();

  constructor(cache: RuleCache) {
    this.#cache = cache;
  }

  /** Looks for what was kept of a rule file. Gives the reason why that is not used; null where it is, or there is none. */
  open({ path, text }: RuleSource): string | null {
    const key = digestOf([this.#cache.engine, text]);
    const { kept, refusal } = readKept(this.#cache.get(key), key);
    this.#shelves.set(path, { key, used: new Map(), kept: kept ?? new Map(), isNew: refusal !== null });
    return refusal;
  }

  /** The analysis of a pattern that a rule of the file holds. */
  analyse(pattern: string, file: string): PatternAnalysis | RegexRefusal {
    const shelf = this.#shelves.get(file);
    const known = shelf?.used.get(pattern) ?? shelf?.kept.get(pattern);
    const analysis = known ?? analyseAnew(pattern);
    if (shelf === undefined || analysis.kind === 'refused') return analysis;
    if (known === undefined) shelf.isNew = true;
    shelf.used.set(pattern, analysis);
    return analysis;
  }

  /** Keeps what is known now, unless that is what was kept. */
  keep(): void {
    for (const { key, used, isNew } of this.#shelves.values()) {
      if (isNew) this.#cache.set(key, encodeJsonEntry(key, writeAnalyses(used)));
    }
  }
}

interface Kept {
  readonly kept: ReadonlyMap<string, PatternAnalysis> | null;
  readonly refusal: string | null;
}

function readKept(bytes: Uint8Array | null, key: string): Kept {
  if (bytes === null) return { kept: null, refusal: null };
  const entry = decodeJsonEntry(bytes, key);
  if (entry.kind === 'refused') return { kept: null, refusal: entry.reason };
  const kept = readAnalyses(entry.payload);
  return { kept, refusal: kept === null ? 'it does not hold what it should' : null };
}
