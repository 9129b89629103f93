export { readAttackFacts } from './attack-facts-file.ts';
export { type GalaxyActor, parseGalaxy } from './galaxy.ts';
export { readAttributionKnowledge } from './knowledge-files.ts';
