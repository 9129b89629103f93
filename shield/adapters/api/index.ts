export { type Api, createApi } from './api.ts';
export type { ApiCommands, ApiDeps, ApiOptions, Attribution, DecisionInput, RandomBytes } from './deps.ts';
export { ensureFirstAccount } from './session/first-account.ts';
