export * from './bus.ts';
export * from './clock.ts';
export * from './enforcer.ts';
export * from './event-store.ts';
export * from './request-guard.ts';
export * from './state-store.ts';
