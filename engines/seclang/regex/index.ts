export { analysePattern, type PatternAnalysis } from './analyse.ts';
export {
  type CompiledRegex,
  RegexLimitError,
  type RegexMatch,
  type RegexOptions,
  type RegexRefusal,
} from './api.ts';
export { compileRegex, lazyRegex } from './compile.ts';
export { leastMatchLength } from './least-length.ts';
export { createMeter, type Meter } from './meter.ts';
