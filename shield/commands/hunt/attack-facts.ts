import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TechniqueFact, TechniqueFacts } from '../../report/attack-tactics.ts';
import type { CommandContext } from '../context.ts';

/**
 * Names and tactics of ATT&CK techniques, from the project's content. Without the file the matrix goes by the tactics
 * that rules name, and has no names.
 */
export async function readTechniqueFacts({ folders }: CommandContext): Promise<TechniqueFacts> {
  const path = join(folders.projectContent, 'attack', 'attack.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return new Map();
  const { techniques }: { techniques: readonly (TechniqueFact & { readonly id: string })[] } =
    JSON.parse(text);
  return new Map(techniques.map(({ id, name, tactics }) => [id, { name, tactics }]));
}
