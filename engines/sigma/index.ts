export type * from './api.ts';
export { loadSigma, type SigmaOptions } from './load.ts';
export { applyMapping } from './mapping/apply.ts';
export { loadMappings } from './mapping/load.ts';
export type { LoadedMappings, MappingSource, Mappings, RawEvent } from './mapping/mapping.ts';
