export { type AnalysePattern, AnalysisTable, analyseAnew } from './analysis-table.ts';
export { keepSearch, type ProvideTables } from './kept-search.ts';
export type { RuleCache } from './rule-cache.ts';
