export * from './attempt.ts';
export * from './decision.ts';
export * from './event.ts';
export * from './hypothesis.ts';
export * from './incident.ts';
export * from './rsit.ts';
export * from './signal.ts';
