import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SigmaSource } from '@dejfa/sigma';

const ROOT = join(import.meta.dirname, '../..');

/** The outside rules beside this checkout; see the README there. */
export const RULES = join(ROOT, '../shared/corpora/sigma/rules');

/** Outside rules, in the order of their paths. */
export function ruleFiles(): readonly SigmaSource[] {
  return yamlFiles(RULES);
}

/** The mappings that the project ships. */
export function mappingFiles(): readonly SigmaSource[] {
  return yamlFiles(join(ROOT, 'content/mappings'));
}

function yamlFiles(folder: string): readonly SigmaSource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
