export type * from './api.ts';
export type { RuleCache } from './cache/index.ts';
export { SigmaCorrelator } from './correlation/correlator.ts';
export type { CorrelationHit } from './correlation/hit.ts';
export type { EventRef } from './correlation/item.ts';
export type { CorrelationLimits, CorrelationLosses } from './correlation/limits.ts';
export { createObserver, type Observation, type Observed, type Observer } from './correlation/observer.ts';
export type { CorrelationPlan } from './correlation/plan.ts';
export { explainSigma } from './explain/explain.ts';
export type {
  Clause,
  CorrelationExplanation,
  Explained,
  Explanation,
  ItemClause,
} from './explain/explanation.ts';
export { type KeptRules, keepSigma, reopenSigma } from './keep.ts';
export { loadSigma, type SigmaLoadOptions, type SigmaOptions } from './load.ts';
export { applyMapping } from './mapping/apply.ts';
export { loadMappings } from './mapping/load.ts';
export type { LoadedMappings, MappingSource, Mappings, RawEvent } from './mapping/mapping.ts';
export { nearName } from './parse/near-name.ts';
export { checkPipelines } from './pipeline/load.ts';
export { coverage } from './seen/coverage.ts';
export type * from './seen/coverage-data.ts';
export { FieldTally } from './seen/field-tally.ts';
export { neverFiring } from './seen/never-fires.ts';
