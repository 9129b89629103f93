import type { PatternAnalysis } from '../regex/index.ts';

/** Analyses by pattern. */
type KeptAnalyses = ReadonlyMap<string, PatternAnalysis>;

/** Analyses out of a payload; null where anything in it is not what was written there. */
export function readAnalyses(payload: unknown): KeptAnalyses | null {
  if (!Array.isArray(payload)) return null;
  const analyses = new Map<string, PatternAnalysis>();
  for (const pair of payload) {
    if (!Array.isArray(pair)) return null;
    const [pattern, analysis]: readonly unknown[] = pair;
    if (typeof pattern !== 'string' || !isAnalysis(analysis)) return null;
    analyses.set(pattern, analysis);
  }
  return analyses;
}

/** The payload of analyses. */
export function writeAnalyses(analyses: KeptAnalyses): unknown {
  return [...analyses];
}

function isAnalysis(value: unknown): value is PatternAnalysis {
  if (!isRecord(value)) return false;
  const { kind, literals, bytes, linear } = value;
  return (
    kind === 'analysed' &&
    typeof linear === 'boolean' &&
    (literals === null || (Array.isArray(literals) && literals.every(isLiteral))) &&
    (bytes === null || isRequiredBytes(bytes))
  );
}

function isLiteral(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { text, atWordStart, atWordEnd } = value;
  return (
    typeof text === 'string' &&
    text !== '' &&
    typeof atWordStart === 'boolean' &&
    typeof atWordEnd === 'boolean'
  );
}

function isRequiredBytes(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { set, atLeast } = value;
  return Array.isArray(set) && set.every(isByte) && isByte(atLeast) && atLeast > 0;
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
