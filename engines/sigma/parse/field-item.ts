import type { Detection } from '../ast/detection.ts';
import { widen } from '../ast/pattern.ts';
import type { ValueTest } from '../ast/value-test.ts';
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
  for (const modifier of modifiers) applyModifier(modifier, draft, entry, context);
  if (context.report.errors > errorsBefore) return null;
  const field = name === '' ? null : name;
  if (draft.exists) return parseExists(field, draft, entry, context);
  const tests = draft.values.map((forms) =>
    anyOf(forms.map((value) => finish(value, draft, field, context))),
  );
  if (context.report.errors > errorsBefore) return null;
  const { link, negated, datePart } = draft;
  return { kind: 'field', field, link, negated, datePart, tests };
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

function applyModifier(name: string, draft: Draft, entry: YamlEntry, context: ParseContext): void {
  const { report, placeholders } = context;
  if (isModifier(name)) {
    MODIFIERS[name](draft, { name, at: entry.keyAt, report, placeholders });
    return;
  }
  const help =
    name === 'not'
      ? 'Use `neq`, or negate the search identifier in the condition.'
      : `Known modifiers: ${Object.keys(MODIFIERS).join(', ')}.`;
  report.error(
    { code: 'sigma.unknown-modifier', message: `Unknown modifier ${JSON.stringify(name)}`, help },
    entry.keyAt,
  );
}

function parseExists(
  field: string | null,
  draft: Draft,
  entry: YamlEntry,
  context: ParseContext,
): Detection | null {
  const values = draft.values.flat();
  const [value] = values;
  if (field !== null && values.length === 1 && value?.kind === 'boolean') {
    return { kind: 'exists', field, expected: value.value !== draft.negated };
  }
  const help = 'Write `field|exists: true` or `field|exists: false`.';
  return context.report.error(
    { code: 'sigma.bad-value', message: 'exists needs a field and true or false', help },
    entry.keyAt,
  );
}

/** The test that a value asks for once all modifiers were applied. */
function finish(
  value: DraftValue,
  draft: Draft,
  field: string | null,
  context: ParseContext,
): ValueTest | null {
  switch (value.kind) {
    case 'test':
      return value.test;
    case 'regex':
      return finishRegex(value.source, value.at, draft, context);
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

function finishRegex(source: string, at: number, draft: Draft, context: ParseContext): ValueTest | null {
  const problem = checkRegex({ source, flags: draft.flags });
  if (problem === null) return { kind: 'regex', source, flags: draft.flags };
  return context.report.error({ code: problem.code, message: problem.message, help: problem.help }, at);
}

function anyOf(forms: readonly (ValueTest | null)[]): ValueTest {
  const tests = forms.filter((test) => test !== null);
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'any-of', tests };
}
