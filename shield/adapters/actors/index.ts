export { readAttackFacts } from './attack-facts-file.ts';
