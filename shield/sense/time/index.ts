export * from './calendar.ts';
export * from './clf.ts';
export * from './iso.ts';
export * from './rfc3164.ts';
