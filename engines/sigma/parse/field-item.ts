import type { Detection } from '../ast/detection.ts';
import { widen } from '../ast/pattern.ts';
import type { RegexFlags, ValueTest } from '../ast/value-test.ts';
import { checkRegex } from '../regex/check.ts';
import type { Draft, DraftValue } from './draft.ts';
import { asPattern, isModifier, MODIFIERS } from './modifiers.ts';
import type { ParseContext } from './rule.ts';
import type { YamlEntry, YamlNode } from './yaml-node.ts';

/** Reads `field|modifier|modifier: value or list`; a key without a field name stands for keywords. */
export function parseFieldItem(entry: YamlEntry, context: ParseContext): Detection | null {
  const errorsBefore = context.report.errors;
  const [name = '', ...modifiers] = entry.key.split('|');
  const draft = newDraft(readValues(entry, context));
  for (const modifier of modifiers) applyModifier(draft, { name: modifier, at: entry.keyAt }, context);
  if (context.report.errors > errorsBefore) return null;
  const field = name === '' ? null : name;
  const item = { field, draft, at: entry.keyAt };
  if (draft.exists) return parseExists(item, context);
  const tests = draft.values.map((forms) => anyOf(forms.map((value) => finish(value, item, context))));
  if (context.report.errors > errorsBefore) return null;
  const { link, negated, datePart } = draft;
  return { kind: 'field', field, link, negated, datePart, tests };
}

/** What a field's key and its modifiers ask for. */
interface FieldItem {
  /** Null for keywords. */
  readonly field: string | null;
  readonly draft: Draft;
  /** Offset of the key. */
  readonly at: number;
}

function newDraft(values: readonly DraftValue[]): Draft {
  return {
    values: values.map((value) => [value]),
    link: 'any',
    cased: false,
    negated: false,
    flags: { ignoreCase: false, multiLine: false, dotAll: false },
    datePart: null,
    exists: false,
  };
}

function readValues(entry: YamlEntry, context: ParseContext): readonly DraftValue[] {
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  if (nodes.length === 0) {
    const help = 'Give at least one value, or null for a field that must be missing or null.';
    context.report.error(
      { code: 'sigma.bad-value', message: 'The list of values is empty', help },
      entry.value.at,
    );
  }
  return nodes.flatMap((node) => readValue(node, context) ?? []);
}

function readValue(node: YamlNode, context: ParseContext): DraftValue | null {
  switch (node.kind) {
    case 'text':
      return { kind: 'raw', text: node.value, at: node.at };
    case 'map':
    case 'list': {
      const help = 'Values are strings, numbers, true, false or null, or one list of them.';
      return context.report.error(
        { code: 'sigma.bad-value', message: `A ${node.kind} cannot be a value`, help },
        node.at,
      );
    }
    default:
      return node;
  }
}

function applyModifier(
  draft: Draft,
  { name, at }: { readonly name: string; readonly at: number },
  { report, placeholders }: ParseContext,
): void {
  if (isModifier(name)) {
    MODIFIERS[name](draft, { name, at, report, placeholders });
    return;
  }
  const help =
    name === 'not'
      ? 'Use `neq`, or negate the search identifier in the condition.'
      : `Known modifiers: ${Object.keys(MODIFIERS).join(', ')}.`;
  report.error(
    { code: 'sigma.unknown-modifier', message: `Unknown modifier ${JSON.stringify(name)}`, help },
    at,
  );
}

function parseExists({ field, draft, at }: FieldItem, context: ParseContext): Detection | null {
  const values = draft.values.flat();
  const [value] = values;
  if (field !== null && values.length === 1 && value?.kind === 'boolean') {
    return { kind: 'exists', field, expected: value.value !== draft.negated };
  }
  const help = 'Write `field|exists: true` or `field|exists: false`.';
  return context.report.error(
    { code: 'sigma.bad-value', message: 'exists needs a field and true or false', help },
    at,
  );
}

/** The test that a value asks for once all modifiers were applied. */
function finish(value: DraftValue, { field, draft }: FieldItem, context: ParseContext): ValueTest | null {
  switch (value.kind) {
    case 'test':
      return value.test;
    case 'regex':
      return finishRegex(value, draft.flags, context);
    case 'field-ref':
      return { kind: 'field-ref', field: value.field, place: value.place, cased: draft.cased };
    case 'boolean':
    case 'null':
      if (field !== null)
        return value.kind === 'null' ? { kind: 'null' } : { kind: 'boolean', value: value.value };
      return context.report.error(
        { code: 'sigma.bad-value', message: 'A keyword must be text or a number' },
        value.at,
      );
    case 'number':
      if (field !== null && Number.isSafeInteger(value.value)) return { kind: 'number', value: value.value };
      if (field !== null && !Number.isInteger(value.value)) return { kind: 'number', value: value.value };
      break;
    default:
  }
  const read = asPattern(value);
  if (read === null) return null;
  const pattern = field === null ? widen(read.pattern, { start: true, end: true }) : read.pattern;
  return { kind: 'string', pattern, cased: draft.cased };
}

function finishRegex(
  { source, at }: { readonly source: string; readonly at: number },
  flags: RegexFlags,
  context: ParseContext,
): ValueTest | null {
  const problem = checkRegex({ source, flags });
  return problem === null ? { kind: 'regex', source, flags } : context.report.error(problem, at);
}

function anyOf(forms: readonly (ValueTest | null)[]): ValueTest {
  const tests = forms.filter((test) => test !== null);
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'any-of', tests };
}
