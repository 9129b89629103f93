import { ExclusionFile } from '../adapters/exclusions/index.ts';
import { createExclusionDesk } from '../assembly/exclusion-desk.ts';
import { runTrial } from '../assembly/exclusion-trial/trial.ts';
import type { Config } from '../config/index.ts';
import { type ExclusionDesk, ExclusionError } from '../ports/index.ts';
import type { CommandContext } from './context.ts';
import { UserError } from './user-error.ts';
import { wafRules } from './waf-rules.ts';

/** The desk over the rules and exclusions of a configuration; a running shield notices what changes in the file. */
export interface OpenDesk {
  /** Rejects with `UserError` for what the desk refuses. */
  ask<T>(question: (desk: ExclusionDesk) => T | Promise<T>): Promise<T>;
}

/** Loads the rules of the configuration as the shield does. */
export async function openDesk(context: CommandContext, config: Config): Promise<OpenDesk> {
  const { loaded, loadWith, variables } = await wafRules(context, config, []);
  const desk = createExclusionDesk({
    rules: () => ({ services: config.services, content: { seclang: loaded, variables } }),
    tryOut: (content, request) => runTrial({ loaded: content.seclang, loadWith, variables }, request),
    file: new ExclusionFile(config.store.path),
    clock: context.clock,
    reload: async () => undefined,
  });
  return { ask: (question) => asked(() => question(desk)) };
}

/** The same for the file alone, without the rules. */
export async function asked<T>(question: () => T | Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    if (!(cause instanceof ExclusionError)) throw cause;
    throw new UserError(cause.message, '', { cause });
  }
}
