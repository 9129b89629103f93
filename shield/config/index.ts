export {
  type Config,
  type ConsoleListener,
  type ContentConfig,
  defaultConfig,
  type GatewayListener,
  type Service,
  type Source,
  type StoreConfig,
} from './config.ts';
export { type NamedFile, namedFiles } from './named-files.ts';
export { suggest } from './nearest-key.ts';
export { mistakeIn, type ParsedConfig, parseConfig } from './parse-config.ts';
