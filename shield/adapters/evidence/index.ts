export { EvidenceError } from './evidence-error.ts';
export { parseEvidence } from './parse-evidence.ts';
