export { Delivery } from './delivery.ts';
export { SourceHealth } from './source-health.ts';
export type { SourceOptions } from './source-options.ts';
