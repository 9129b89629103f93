export {
  type AnalysePattern,
  type AnalysisTable,
  analyseAnew,
  openAnalysisTable,
} from './analysis-table.ts';
export type { RuleCache } from './rule-cache.ts';
