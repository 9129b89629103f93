/**
 * Writes the reference pages that are made from code: docs/configuration.md, docs/cli.md and
 * docs/seclang-reference.md.
 * `--check` writes nothing and ends with 1 when a page is not current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_LINE } from '../shield/commands/command-table.ts';
import { commandReference } from '../shield/commands/reference.ts';
import { configReference } from '../shield/config/reference.ts';
import { seclangReference } from './seclang-reference.ts';

const ROOT = join(import.meta.dirname, '..');

/** The generated pages by their path in the checkout. */
export function generatedPages(): Readonly<Record<string, string>> {
  const example = readFileSync(join(ROOT, 'dejfa.example.yaml'), 'utf8');
  return {
    'docs/configuration.md': configReference(example),
    'docs/cli.md': commandReference(COMMAND_LINE),
    'docs/seclang-reference.md': seclangReference(),
  };
}

function main(check: boolean): void {
  for (const [path, text] of Object.entries(generatedPages())) {
    if (!check) writeFileSync(join(ROOT, path), text);
    else if (readFileSync(join(ROOT, path), 'utf8') !== text) {
      console.error(`${path} is not current: node scripts/generate-docs.ts`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) main(process.argv.includes('--check'));
