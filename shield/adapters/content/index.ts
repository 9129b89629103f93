export { fileResolver } from './file-resolver.ts';
export { type AddedPack, addPack, pullPack, removePack } from './library.ts';
export { CONTENT_LIMITS } from './limits.ts';
export { readLock as addedPacks } from './lock.ts';
export { type ContentPlaces, openPacks } from './open-packs.ts';
export { openRuleFiles } from './open-rule-files.ts';
export type { Pack } from './pack.ts';
export { packOf, secLangOf } from './seclang-of.ts';
export { verifyPacks } from './verify-pack.ts';
