import type { AddedPack } from '../adapters/content/index.ts';
import { escapeLine } from '../report/terminal-text.ts';

/** What was added or fetched: one JSON line, or sentences. */
export function formatAdded(added: AddedPack, json: boolean): string {
  const { name, pack, kinds, replaced, changed } = added;
  const { version, hash, licence, source } = pack;
  const files = Object.keys(pack.files).length;
  if (json) {
    return `${JSON.stringify({ name, version, kinds, licence, hash, source, files, replaced, changed })}\n`;
  }
  const verb = replaced === null ? 'added' : changed ? `replaced ${replaced} by` : 'unchanged at';
  const lines = [
    `${name}: ${verb} ${version} (${kinds.join(' and ')}, ${files} files)`,
    `  from     ${source.location}`,
    `  licence  ${licence ?? 'not stated'}`,
    `  sha256   ${hash}`,
  ];
  if (source.kind !== 'folder') lines.push(`  archive  ${source.sha256}`);
  return lines.map((line) => `${escapeLine(line)}\n`).join('');
}
