import { toBytes } from '../lexer/bytes.ts';
import type { OperatorInput, OperatorRefusal } from './operator.ts';

/** Entries of a data file: its lines without surrounding white space, blank ones and `#` comments. */
export function parseDataLines(text: string): readonly string[] {
  return toBytes(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Entries of all files that the argument names between white space. */
export function readDataFiles(input: OperatorInput): readonly string[] | OperatorRefusal {
  const names = input.argument.split(/\s+/).filter((name) => name !== '');
  const lines: string[] = [];
  for (const name of names) {
    if (/^https?:/i.test(name)) {
      return { kind: 'refused', message: `${name} would have to be fetched; only files are read` };
    }
    const text = input.data(name);
    if (text === null) {
      return {
        kind: 'refused',
        message: `the data file ${name} cannot be read`,
        help: 'put it beside the rule file',
      };
    }
    lines.push(...parseDataLines(text));
  }
  if (lines.length === 0) return { kind: 'refused', message: 'no data file with entries is named' };
  return lines;
}
