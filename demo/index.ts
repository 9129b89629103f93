export { demoConfig } from './demo-config.ts';
export { type Portal, startPortal } from './portal/portal.ts';
export { prepareLogs, type ReplayOptions, replayDay } from './replay.ts';
