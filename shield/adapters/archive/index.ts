export { ARCHIVE_LIMITS, type ArchiveLimits } from './limits.ts';
export type { NumberedEvent } from './read-member.ts';
export { type FileResult, type ReadPathsOptions, type ReadStep, readPaths } from './read-paths.ts';
export { readStretch, type Stretch, stretchesOf } from './stretch.ts';
export { type Walked, walkPaths } from './walk.ts';
