export { type Api, createApi } from './api.ts';
export type { ApiCommands, ApiOptions, DecisionInput } from './deps.ts';
export { ensureFirstAccount, resetFirstAccount } from './session/first-account.ts';
