export { BlocklistAsker, type BlocklistOptions } from './blocklist-asker.ts';
export { NOBODY_KNOWS } from './nobody-knows.ts';
