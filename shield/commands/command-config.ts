import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { type Invocation, type OptionDefinition, textOption } from './definition.ts';
import { runningDemo } from './running-demo.ts';
import { UserError } from './user-error.ts';

/** The option that {@link commandConfig} reads. */
export const CONFIG_OPTION: OptionDefinition = {
  flags: '-c, --config <file>',
  description: 'configuration (default: dejfa.yaml where there is one)',
};

const DEFAULT_FILE = 'dejfa.yaml';

/**
 * Reads the file of `--config`, or dejfa.yaml of the working directory, or takes the defaults where there is none.
 * Prints what is wrong with it and throws `UserError` when it is not valid. Files that it names are not looked for.
 */
export async function commandConfig(context: CommandContext, invocation: Invocation): Promise<Config> {
  const named = textOption(invocation, 'config');
  if (named === null && !existsSync(resolve(context.cwd, DEFAULT_FILE))) return defaultsIn(context);
  return readConfig(context, named ?? DEFAULT_FILE);
}

/**
 * The same for commands about a shield that runs: where the working directory has neither a configuration nor the
 * state of a shield, and a demonstration runs, that one is meant, which is said.
 */
export async function shieldConfig(context: CommandContext, invocation: Invocation): Promise<Config> {
  const config = await commandConfig(context, invocation);
  const isNamed = textOption(invocation, 'config') !== null;
  if (isNamed || [resolve(context.cwd, DEFAULT_FILE), config.store.path].some(existsSync)) return config;
  const demo = runningDemo(context.folders);
  if (demo === null) return config;
  context.stderr.write(`dejfa: of the demonstration that runs, ${demo}\n`);
  return readConfig(context, demo);
}

async function defaultsIn({ cwd }: CommandContext): Promise<Config> {
  const { defaultConfig } = await import('../config/index.ts');
  const config = defaultConfig();
  return { ...config, store: { ...config.store, path: resolve(cwd, config.store.path) } };
}

async function readConfig(context: CommandContext, name: string): Promise<Config> {
  const { parseConfig } = await import('../config/index.ts');
  const path = resolve(context.cwd, name);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`the configuration ${name} cannot be read`, 'check the path', {
      cause,
    });
  });
  const { config, diagnostics } = parseConfig(text, path);
  if (config !== null) return config;
  for (const diagnostic of diagnostics) context.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  throw new UserError(`the configuration ${name} is not valid`, 'correct the lines named above');
}
