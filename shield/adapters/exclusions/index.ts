export { ExclusionFile } from './exclusion-file.ts';
