export { readConfigFile } from './read-config-file.ts';
export { writeInitialConfig } from './write-initial-config.ts';
