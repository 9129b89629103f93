import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SigmaEvent, SigmaLogSource } from '@dejfa/sigma';
import { readPaths } from '../../../shield/adapters/archive/index.ts';

/** Recordings beside the checkout; see the README there. */
export const CORPORA = join(import.meta.dirname, '../../../../shared/corpora');

/** Folders whose whole content is proved. */
export const RECORDINGS = ['otrf', 'evtx', 'zeek'] as const;

/** A record as engines see it: its fields, and the line of JSON that says the same. */
export interface RecordedLine {
  /** File, member and number of the record. */
  readonly place: string;
  readonly logsource: SigmaLogSource;
  readonly line: string;
  readonly fields: SigmaEvent['fields'];
}

/** Files of a folder of recordings, archives among them, in the order of their names. */
export function recordedFiles(folder: string): readonly string[] {
  return readdirSync(join(CORPORA, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(?:\.ya?ml|README.*|LICENSE.*)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Every record of some files, batch by batch, as `dejfa hunt` reads it: each once with the fields that the shield gives
 * it, written as a line, and once more as the line of JSON that it was, where it was one and says something else.
 */
export async function* recordedLines(paths: readonly string[]): AsyncGenerator<readonly RecordedLine[]> {
  const options = { receivedMs: 0, ids: { next: () => '' } };
  for await (const step of readPaths(paths, options)) {
    if (step.kind !== 'events') continue;
    const file = step.path.slice(CORPORA.length + 1) + (step.member === null ? '' : `:${step.member}`);
    yield step.events.flatMap(({ record, event: { logsource, fields, raw } }) => {
      const place = `${file}:${record}`;
      const line = JSON.stringify(fields);
      const own = { place, logsource, line, fields };
      const original = raw === line ? null : objectOf(raw);
      if (original === null) return [own];
      return [own, { place: `${place} as it stands`, logsource, line: raw, fields: original }];
    });
  }
}

function objectOf(line: string): SigmaEvent['fields'] | null {
  if (!line.startsWith('{') || /[\n\r]/.test(line)) return null;
  try {
    return JSON.parse(line) as SigmaEvent['fields'];
  } catch {
    return null;
  }
}
