import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the doc comment of a noun of the language says, by its headings. Absent ones are null. */
export interface NounDoc {
  readonly description: string | null;
  readonly arguments: string | null;
  readonly returns: string | null;
  readonly example: string | null;
}

const HEADINGS = /(?:^|\s)(Description|Arguments|Returns|Example):\s/;
const COMMENT = String.raw`/\*\*((?:[^*]|\*(?!/))*)\*/\s*`;

/** Doc comments of all exported constants and functions in the files of a folder, by their names. */
export function symbolDocs(folder: string): ReadonlyMap<string, NounDoc> {
  const pattern = new RegExp(`${COMMENT}export (?:const|function) ([A-Za-z0-9_]+)`, 'g');
  return new Map(sourcesOf(folder).flatMap((text) => readComments(text, pattern)));
}

/** Doc comments of the entries of tables in the files of a folder, `NAME: …` after two blanks, by the names. */
export function entryDocs(folder: string): ReadonlyMap<string, NounDoc> {
  const pattern = new RegExp(`\\n {2}${COMMENT}([A-Za-z0-9_]+):`, 'g');
  return new Map(sourcesOf(folder).flatMap((text) => readComments(text, pattern)));
}

/** What each name of a table `export const TABLE = {…}` is made of: the identifiers in its value, or itself. */
export function tableEntries(file: string, table: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(file, 'utf8');
  const body = new RegExp(`export const ${table} = \\{\\n([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? '';
  const lines = body.replace(/\/\*\*[\s\S]*?\*\//g, '').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^ {2}([A-Za-z0-9_]+)(?::\s*(.*?))?,$/.exec(line) ?? [];
      if (name === undefined) return [];
      return [[name, value === undefined ? [name] : (value.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])]];
    }),
  );
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function readComments(text: string, pattern: RegExp): readonly (readonly [string, NounDoc])[] {
  return [...text.matchAll(pattern)].map(([, comment = '', name = '']) => [name, parseComment(comment)]);
}

function parseComment(comment: string): NounDoc {
  const plain = comment
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const [, ...parts] = plain.split(HEADINGS);
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < parts.length; at += 2) found[parts[at] ?? ''] ??= (parts[at + 1] ?? '').trim();
  const { Description = null, Arguments = null, Returns = null, Example = null } = found;
  return { description: Description, arguments: Arguments, returns: Returns, example: Example };
}
