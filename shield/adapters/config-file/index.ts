export { ConfigFileError, type ConfigFileErrorCode } from './config-file-error.ts';
export { readConfigFile } from './read-config-file.ts';
export { writeInitialConfig } from './write-initial-config.ts';
