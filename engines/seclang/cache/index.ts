export { type AnalysePattern, AnalysisTable, analyseAnew } from './analysis-table.ts';
export type { RuleCache } from './rule-cache.ts';
