import { readdirSync, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { SigmaSource } from '@dejfa/sigma';
import { readRuleArchive } from '../adapters/content/index.ts';
import type { CommandContext } from './context.ts';
import { UserError } from './user-error.ts';

/** A key that only rules, correlations and filters have; repositories of rules hold other YAML, too. */
const RULE_KEY = /^["']?(?:title|logsource|detection|correlation|filter|action)["']?\s*:/m;

/**
 * Rule files at, under or in (archives) the named paths, each path as the user began it. YAML in folders that is no
 * rule is counted aloud; a file that is named itself is always taken for one. Throws `UserError` for what cannot be read.
 */
export async function namedRules(
  context: CommandContext,
  named: readonly string[],
): Promise<readonly SigmaSource[]> {
  const sources: SigmaSource[] = [];
  for (const name of named) {
    const found = await sourcesAt(context, name, 'rules');
    const rules = found.filter(({ path, text }) => path === name || RULE_KEY.test(text));
    const others = found.length - rules.length;
    const files = others === 1 ? '1 YAML file is no rule' : `${others} YAML files are no rules`;
    if (others > 0) context.stderr.write(`dejfa: ${name}: ${files} and not read\n`);
    sources.push(...rules);
  }
  return sources;
}

/** Processing pipelines at or under the named paths. Throws `UserError` for one that cannot be read. */
export async function namedPipelines(
  context: CommandContext,
  named: readonly string[],
): Promise<readonly SigmaSource[]> {
  const found = await Promise.all(named.map((name) => sourcesAt(context, name, 'pipeline')));
  return found.flat();
}

async function sourcesAt(
  { cwd }: CommandContext,
  name: string,
  what: string,
): Promise<readonly SigmaSource[]> {
  const root = resolve(cwd, name);
  const { files, separator } = await filesOf(root).catch((cause: unknown) => {
    const isKnown = cause instanceof Error && 'remedy' in cause;
    if (isKnown) throw new UserError(`${name}: ${cause.message}`, String(cause.remedy), { cause });
    throw new UserError(`the ${what} ${name} cannot be read`, 'check the path', { cause });
  });
  const prefix = `${name.replace(/[/\\]+$/, '')}${separator}`;
  return files.map(({ path, text }) => ({ path: path === '' ? name : `${prefix}${path}`, text }));
}

/** Files with their paths within the folder or archive; the path of a single file is empty. */
async function filesOf(
  root: string,
): Promise<{ readonly files: readonly SigmaSource[]; readonly separator: string }> {
  const isFile = (await stat(root)).isFile();
  const archived = isFile ? await readRuleArchive(root) : null;
  if (archived !== null) return { files: archived, separator: '!' };
  const files = await yamlFiles(root);
  return { files: files.map(({ path, text }) => ({ path: relative(root, path), text })), separator: '/' };
}

/**
 * YAML files at or under a path, in the order of their names. Read one after the other: 3,000 small files take four
 * times as long when each waits for a thread.
 */
export async function yamlFiles(path: string): Promise<readonly SigmaSource[]> {
  if (!(await stat(path)).isDirectory()) return [{ path, text: await readFile(path, 'utf8') }];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return paths.map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));
}
