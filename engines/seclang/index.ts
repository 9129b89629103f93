export type * from './api.ts';
export { type AuditAnswer, withAnswer } from './audit/with-answer.ts';
export type { RuleCache } from './cache/index.ts';
export { applyUpdate, COLLECTION_LIMITS, createMemoryCollectionStore } from './collections/index.ts';
export { createInspector } from './inspector.ts';
export { type LoadOptions, loadRules } from './load.ts';
export { RECOMMENDED_SETUP } from './recommended.ts';
export { inLoadOrder } from './rule-file-order.ts';
