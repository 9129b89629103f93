export { openStateStore } from './sqlite-state-store.ts';
