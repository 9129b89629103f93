export { ContentError, type ContentErrorCode } from './content-error.ts';
export {
  type AddedPack,
  type AddRequest,
  addPack,
  type LibraryPlace,
  pullPack,
  removePack,
} from './library.ts';
export { CONTENT_LIMITS, type ContentLimits } from './limits.ts';
export { type LockedPack, readLock as addedPacks } from './lock.ts';
export { type ContentPlaces, type ContentSet, openPacks } from './open-packs.ts';
export { openRuleFiles } from './open-rule-files.ts';
export type { Pack, PackKind, PackOrigin, SecLangContent, SwitchedOff } from './pack.ts';
export { packOf, secLangOf } from './seclang-of.ts';
export { SYSTEM_PACKS, type SystemPack } from './system-packs.ts';
export { type Difference, type Verification, verifyPacks } from './verify-pack.ts';
