import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { type Invocation, type OptionDefinition, textOption } from './definition.ts';
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
  const { defaultConfig, parseConfig } = await import('../config/index.ts');
  const named = textOption(invocation, 'config');
  const path = resolve(context.cwd, named ?? DEFAULT_FILE);
  if (named === null && !existsSync(path)) {
    const config = defaultConfig();
    const store = { ...config.store, path: resolve(context.cwd, config.store.path) };
    return { ...config, store };
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`the configuration ${named ?? DEFAULT_FILE} cannot be read`, 'check the path', {
      cause,
    });
  });
  const { config, diagnostics } = parseConfig(text, path);
  if (config !== null) return config;
  for (const diagnostic of diagnostics) context.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  throw new UserError(
    `the configuration ${named ?? DEFAULT_FILE} is not valid`,
    'correct the lines named above',
  );
}
