import { isSeq, LineCounter, parseDocument } from 'yaml';
import { UserError } from '../user-error.ts';
import { YamlFields, type YamlPlaces } from './yaml-node.ts';

/** Tests that are not run, and why. */
export interface Skip {
  /** Rule set that it holds for, as its signature begins (`OWASP_CRS/3.3.4`); null: any. */
  readonly rules: string | null;
  /** Which tests, by name: one exactly, or all that the expression matches. */
  readonly matches: (name: string) => boolean;
  readonly reason: string;
}

/** Reads a file of skips. Throws `UserError` with every line that is wrong: an entry without a reason is. */
export function parseSkips(file: string, text: string): readonly Skip[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', prettyErrors: false });
  const places: YamlPlaces = { file, lines, problems: [] };
  for (const error of document.errors)
    places.problems.push(`${file}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`);
  const list = new YamlFields(document.contents, 'the file', { places, keys: ['skips'] }).node('skips');
  const skips = isSeq(list) ? list.items.map((node) => readSkip(node, places)) : [];
  if (places.problems.length > 0) {
    const remedy =
      'each entry is { test: 920100-2 } or { pattern: ^920 }, with a reason, and rules where it holds for one rule set';
    throw new UserError(`the skips cannot be used:\n${places.problems.join('\n')}`, remedy);
  }
  return skips;
}

/** Why a test is skipped; null where it is run. */
export function skipReason(
  skips: readonly Skip[],
  name: string,
  signatures: readonly string[],
): string | null {
  const found = skips.find(
    ({ rules, matches }) =>
      matches(name) && (rules === null || signatures.some((signature) => signature.startsWith(rules))),
  );
  return found?.reason ?? null;
}

function readSkip(node: unknown, places: YamlPlaces): Skip {
  const fields = new YamlFields(node, 'the entry', { places, keys: ['test', 'pattern', 'rules', 'reason'] });
  const reason = fields.text('reason')?.trim() ?? '';
  const test = fields.text('test');
  const pattern = fields.text('pattern');
  if (reason === '') fields.problem('the entry gives no reason');
  if ((test === null) === (pattern === null)) fields.problem('the entry names one test or one pattern');
  const expression = pattern === null ? null : expressionOf(pattern);
  if (pattern !== null && expression === null) fields.problem(`${pattern} is no regular expression`);
  return {
    rules: fields.text('rules'),
    matches: (name) => (test === null ? expression?.test(name) === true : name === test),
    reason,
  };
}

/** Null for what is no expression. */
export function expressionOf(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern);
  } catch {
    return null;
  }
}
