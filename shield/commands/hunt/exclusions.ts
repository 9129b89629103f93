import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CommandContext } from '../context.ts';
import { UserError } from '../user-error.ts';

/** What an identifier may consist of: one that has a dot or a slash is a file. */
const IDENTIFIER = /^[\w-]+$/;

/**
 * Identifiers of rules to leave out. Each of `named` is one, or a file with one a line; `#` begins a comment. Throws
 * `UserError` for a file that cannot be read, and for a line in it that is no identifier.
 */
export async function readExclusions(
  context: CommandContext,
  named: readonly string[],
): Promise<readonly string[]> {
  const lists = await Promise.all(named.map((one) => exclusionsOf(context, one)));
  return lists.flat();
}

async function exclusionsOf({ cwd }: CommandContext, named: string): Promise<readonly string[]> {
  const text = await readFile(resolve(cwd, named), 'utf8').catch((cause: unknown) => {
    if (IDENTIFIER.test(named)) return null;
    throw new UserError(`the exclusions ${named} cannot be read`, 'name a rule id, or a file of rule ids', {
      cause,
    });
  });
  if (text === null) return [named.toLowerCase()];
  return text.split(/\r?\n/).flatMap((line, at) => {
    const id = line.replace(/#.*/, '').trim();
    if (id === '') return [];
    if (IDENTIFIER.test(id)) return [id.toLowerCase()];
    throw new UserError(
      `${named}:${at + 1}: "${id}" is no rule id`,
      'write one id a line; # begins a comment',
    );
  });
}
