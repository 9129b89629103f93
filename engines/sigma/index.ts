export type * from './api.ts';
export { loadSigma, type SigmaOptions } from './load.ts';
