import type { CommandLine } from './command-line.ts';
import { completion } from './completion.ts';
import { configCheck } from './config-check.ts';
import { configInit } from './config-init.ts';

/** Every command of `dejfa`, in the order of its help. */
export const COMMAND_LINE = {
  name: 'dejfa',
  summary: 'Dejfa, a shield for electronic services: identifies attacks, blocks them, and says why.',
  version: '0.1.0',
  entries: [
    { name: 'config', summary: 'write and check the configuration', commands: [configCheck, configInit] },
    completion,
  ],
} as const satisfies CommandLine;
