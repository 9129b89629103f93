export { openRuleCache } from './rule-cache-folder.ts';
