import type { Detection } from '../ast/detection.ts';
import { type OpenToken, type PatternOf, textPattern, widen } from '../ast/pattern.ts';
import type { RegexFlags, ValueTest } from '../ast/value-test.ts';
import { checkRegex } from '../regex/check.ts';
import { numberOf } from '../value/number-text.ts';
import { checkCombination } from './combination.ts';
import type { Draft, DraftValue } from './draft.ts';
import { asPattern, isModifier, MODIFIERS, orderModifiers } from './modifiers.ts';
import { suggestName } from './near-name.ts';
import type { ParseContext } from './rule.ts';
import type { YamlEntry, YamlNode } from './yaml-node.ts';

/** Reads `field|modifier|modifier: value or list`; a key without a field name stands for keywords. */
export function parseFieldItem(entry: YamlEntry, context: ParseContext): Detection<OpenToken> | null {
  const errorsBefore = context.report.errors;
  const [name = '', ...modifiers] = entry.key.split('|');
  const draft = newDraft(readValues(entry, context));
  for (const modifier of orderModifiers(modifiers))
    applyModifier(draft, { name: modifier, at: entry.keyAt }, context);
  const field = name === '' ? null : name;
  const item = { field, draft, at: entry.keyAt };
  if (context.report.errors === errorsBefore) checkCombination({ ...item, modifiers }, context.report);
  if (context.report.errors > errorsBefore) return null;
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
      : suggestName(name, Object.keys(MODIFIERS), 'Known modifiers');
  report.error(
    { code: 'sigma.unknown-modifier', message: `Unknown modifier ${JSON.stringify(name)}`, help },
    at,
  );
}

function parseExists({ field, draft, at }: FieldItem, context: ParseContext): Detection | null {
  const values = draft.values.flat();
  const [value] = values;
  if (field !== null && values.length === 1 && value?.kind === 'boolean') {
    return { kind: 'exists', field, expected: value.value };
  }
  const word = values.length === 1 && value?.kind === 'raw' ? value.text.toLowerCase() : '';
  if (field !== null && Object.hasOwn(TRUTH_WORDS, word)) return readTruth({ field, word, at }, context);
  const help = 'Write `field|exists: true` or `field|exists: false`.';
  return context.report.error(
    { code: 'sigma.bad-value', message: 'exists needs a field and true or false', help },
    at,
  );
}

/** Quoted, or booleans of YAML 1.1 that are text in YAML 1.2: plain enough to be read, and no boolean to the letter. */
const TRUTH_WORDS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

function readTruth(
  { field, word, at }: { readonly field: string; readonly word: string; readonly at: number },
  { report }: ParseContext,
): Detection {
  const expected = TRUTH_WORDS[word] === true;
  const message = `exists takes true or false; the text ${JSON.stringify(word)} is read as ${expected}`;
  report.warn({ code: 'sigma.bad-value', message, help: `Write \`${field}|exists: ${expected}\`.` }, at);
  return { kind: 'exists', field, expected };
}

/** The test that a value asks for once all modifiers were applied. */
function finish(
  value: DraftValue,
  { field, draft }: FieldItem,
  context: ParseContext,
): ValueTest<OpenToken> | null {
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
      if (value.kind === 'boolean') return keyword(textPattern(String(value.value)), draft);
      return context.report.error(
        { code: 'sigma.bad-value', message: 'A keyword must be text, a number, true or false' },
        value.at,
      );
    case 'number':
      if (field !== null) return finishNumber(value, draft);
      break;
    default:
  }
  const read = asPattern(value);
  if (read === null) return null;
  return field === null
    ? keyword(read.pattern, draft)
    : { kind: 'string', pattern: read.pattern, cased: draft.cased };
}

/** Keywords stand anywhere in a value. */
function keyword(pattern: PatternOf<OpenToken>, { cased }: Draft): ValueTest<OpenToken> {
  return { kind: 'string', pattern: widen(pattern, { start: true, end: true }), cased };
}

/** Whole numbers too long to be exact, and numbers in another notation than decimal, count as they are written, too. */
function finishNumber(
  { value, source }: { readonly value: number; readonly source: string },
  { cased }: Draft,
): ValueTest {
  const text: ValueTest = { kind: 'string', pattern: textPattern(source), cased };
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return text;
  const number: ValueTest = { kind: 'number', value };
  return numberOf(source) === null ? { kind: 'any-of', tests: [number, text] } : number;
}

function finishRegex(
  { source, at }: { readonly source: string; readonly at: number },
  flags: RegexFlags,
  context: ParseContext,
): ValueTest | null {
  const problem = checkRegex({ source, flags });
  return problem === null ? { kind: 'regex', source, flags } : context.report.error(problem, at);
}

function anyOf(forms: readonly (ValueTest<OpenToken> | null)[]): ValueTest<OpenToken> {
  const tests = forms.filter((test) => test !== null);
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'any-of', tests };
}
