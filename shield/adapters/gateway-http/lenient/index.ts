export { type LenientBody, readLenientBody } from './lenient-body.ts';
export { type LenientReading, type MessageHead, readLenientHead } from './lenient-head.ts';
export { LenientListener } from './lenient-listener.ts';
