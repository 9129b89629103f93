export { type Config, type ContentConfig, defaultConfig } from './config.ts';
export { type NamedFile, namedFiles } from './named-files.ts';
export { suggest } from './nearest-key.ts';
export { mistakeIn, type ParsedConfig, parseConfig } from './parse-config.ts';
export { parseUtcOffset } from './utc-offset.ts';
