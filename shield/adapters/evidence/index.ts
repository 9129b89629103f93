export { parseEvidence } from './parse-evidence.ts';
