export { decodeEntry, keyOf } from './entry.ts';
export { decodeSigma, encodeSigma } from './kept-sigma.ts';
export { refusalDiagnostic } from './refusal.ts';
export type { RuleCache } from './rule-cache.ts';
