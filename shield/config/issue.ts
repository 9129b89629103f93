import type { Diagnostic } from '@dejfa/diagnostics';
import type { z } from 'zod';
import { type ConfigText, type Mistake, mistakeAt, type Path } from './config-text.ts';
import { nearestKey, suggest } from './nearest-key.ts';
import { keyHelpOf, keysOf, memberOf, type SchemaView, viewAt } from './schema-view.ts';

type Issue = z.core.$ZodIssue;
type InvalidKey = z.core.$ZodIssueInvalidKey;

/** An issue of the schema with what it is about. */
interface Finding {
  readonly issue: Issue;
  readonly label: string;
  readonly value: unknown;
  readonly view: SchemaView | null;
}

/** Every issue that the schema found in `draft`, as diagnostics at the place where it was written. */
export function issueDiagnostics(
  source: ConfigText,
  root: SchemaView,
  checked: { readonly draft: unknown; readonly issues: readonly Issue[] },
): readonly Diagnostic[] {
  return checked.issues.flatMap((issue) => {
    const value = issue.path.reduce(memberOf, checked.draft);
    const view = viewAt(root, issue.path, checked.draft);
    const finding = { issue, label: labelOf(issue.path), value, view };
    if (issue.code === 'unrecognized_keys') return unknownKeys(source, finding, issue.keys);
    if (issue.code === 'invalid_key')
      return [wrongKey(source, { issue, map: viewAt(root, issue.path.slice(0, -1), checked.draft) })];
    const secret = view?.secret ?? false;
    return [mistakeAt(source, { path: issue.path }, { secret, ...mistakeOf(finding) })];
  });
}

/** `services[0].upstream`; the empty path is the file itself. */
export function labelOf(path: Path): string {
  const text = path.reduce<string>(
    (label, key) => (typeof key === 'number' ? `${label}[${key}]` : `${label}.${String(key)}`),
    '',
  );
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

function unknownKeys(source: ConfigText, finding: Finding, keys: readonly string[]): Diagnostic[] {
  const known = finding.view === null ? [] : keysOf(finding.view);
  return keys.map((key) =>
    mistakeAt(
      source,
      { path: [...finding.issue.path, key], at: 'key' },
      {
        code: 'unknown-key',
        message: `unknown key ${key.slice(0, 80)} in ${finding.label}`,
        help: suggest(key, known),
      },
    ),
  );
}

/** A key of a map whose keys the operator chooses. */
function wrongKey(
  source: ConfigText,
  { issue, map }: { readonly issue: InvalidKey; readonly map: SchemaView | null },
): Diagnostic {
  const key = String(issue.path.at(-1) ?? '').slice(0, 80);
  const message = `${labelOf(issue.path.slice(0, -1))}: ${JSON.stringify(key)} ${issue.issues[0]?.message ?? 'is no key'}`;
  const help = map === null ? null : keyHelpOf(map);
  return mistakeAt(source, { path: issue.path, at: 'key' }, { code: 'wrong-key', message, help });
}

function mistakeOf(finding: Finding): Mistake {
  const { issue, label, value, view } = finding;
  const expected = view?.expected ?? null;
  const help = view?.help ?? null;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missingKey(finding) : wrongType(finding);
    case 'invalid_value':
      return wrongChoice(finding, issue.values.map(String));
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      if (options.length > 0) return wrongChoice(finding, options);
      if (value === undefined) return missingKey(finding);
      return { code: 'wrong-value', message: `${label} ${issue.message}`, help };
    }
    case 'too_small':
    case 'too_big':
      return { code: 'out-of-range', message: `${label} ${boundOf(issue)}`, help };
    default: {
      const secret = view?.secret ?? false;
      const shown = secret || typeof value === 'object' ? '' : ` ${describe(value)}`;
      const message = `${label}:${shown} ${issue.message}${expected === null || help !== null ? '' : `: expected ${expected}`}`;
      return { code: 'wrong-value', message, help };
    }
  }
}

function missingKey({ label, issue, view }: Finding): Mistake {
  const key = String(issue.path.at(-1) ?? '');
  const expected = view?.expected ?? (issue.code === 'invalid_type' ? issue.expected : 'a value');
  const parent = labelOf(issue.path.slice(0, -1));
  return {
    code: 'missing-key',
    message: `${parent} needs ${key}: ${expected}`,
    help:
      view?.description === undefined || view.description === ''
        ? `add ${label}`
        : `${key}: ${view.description}`,
  };
}

function wrongType({ label, issue, value, view }: Finding): Mistake {
  const expected = view?.expected ?? nounOf(issue.code === 'invalid_type' ? issue.expected : '');
  const unquoted = typeof value === 'string' && /^(?:-?\d+|true|false)$/.test(value);
  const quoted = expected.startsWith('text') || view?.secret === true;
  const shown = view?.secret === true ? describeKind(value) : describe(value);
  return {
    code: 'wrong-type',
    message: `${label} must be ${expected}, not ${shown}`,
    help: unquoted ? 'write it without quotes' : quoted ? 'put it in quotes' : (view?.help ?? null),
  };
}

function wrongChoice(finding: Finding, choices: readonly string[]): Mistake {
  if (finding.value === undefined) {
    const { issue, label } = finding;
    const key = String(issue.path.at(-1) ?? '');
    const message = `${labelOf(issue.path.slice(0, -1))} needs ${key}: ${oneOf(choices)}`;
    return { code: 'missing-key', message, help: `add ${label}` };
  }
  const written = String(finding.value);
  const nearest = nearestKey(written, choices);
  const message = `${finding.label} must be ${oneOf(choices)}, not ${describe(finding.value)}`;
  return { code: 'wrong-value', message, help: nearest === null ? null : `did you mean ${nearest}?` };
}

function oneOf(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join() : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/** The bound that was passed; a schema's own text goes before. */
function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  if (issue.message.startsWith('is ')) return issue.message;
  const [word, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  if (issue.origin === 'array') return `must have ${word} ${bound} ${bound === 1 ? 'item' : 'items'}`;
  if (issue.origin === 'string') {
    return issue.code === 'too_small' && bound === 1
      ? 'must not be empty'
      : `must have ${word} ${bound} characters`;
  }
  return `must be ${word} ${bound}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
  int: 'a whole number',
  number: 'a number',
};

function nounOf(type: string): string {
  return NOUNS[type] ?? type;
}

/** A value as messages repeat it: short, and text in quotes. */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return describeKind(value);
}

function describeKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a section with keys' : `a ${typeof value}`;
}
