export { readAttackFacts } from './attack-facts-file.ts';
export { readAttributionKnowledge } from './knowledge-files.ts';
