export { openRuleCache, openSigmaCache } from './rule-cache-folder.ts';
