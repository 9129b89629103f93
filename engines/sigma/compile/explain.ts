import type { SigmaHit } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { ValueTest } from '../ast/value-test.ts';
import { compileDetection } from './detection.ts';
import type { EventView } from './event-view.ts';
import type { FieldSlot } from './field-slot.ts';
import { type StringShape, shapeOf } from './string-test.ts';
import { compileTest } from './value-test.ts';

/** A field that fits, as a hit shows it. */
export type MatchedField = SigmaHit['matched'][number];

const VALUE_LIMIT = 2048;
const FIELD_LIMIT = 30;

type Explain = () => readonly MatchedField[];

/**
 * Compiles what a hit shows: the fields that made the condition true. Only what stands without a negation counts;
 * values are cut to 2,048 characters around the match, and at most 30 fields are named.
 */
export function explainRule(rule: Rule, view: EventView): Explain {
  const explain = explainCondition(rule.condition, rule, view);
  return () => {
    const byField = new Map<string, MatchedField>();
    for (const matched of explain()) {
      if (byField.size < FIELD_LIMIT && !byField.has(matched.field)) byField.set(matched.field, matched);
    }
    return [...byField.values()];
  };
}

function explainCondition(condition: Condition, rule: Rule, view: EventView): Explain {
  if (condition.kind === 'not') return () => [];
  if (condition.kind === 'detection') {
    const detection = rule.detections.get(condition.name);
    if (detection === undefined) return () => [];
    const explain = explainDetection(detection, view);
    return () => explain() ?? [];
  }
  const parts = condition.parts.map((part) => explainCondition(part, rule, view));
  return () => parts.flatMap((part) => part());
}

/** Null when the detection does not hold: it then was not what made an `or` true. */
type ExplainPart = () => readonly MatchedField[] | null;

function explainDetection(detection: Detection, view: EventView): ExplainPart {
  if (detection.kind === 'and' || detection.kind === 'or') {
    const parts = detection.parts.map((part) => explainDetection(part, view));
    return detection.kind === 'and' ? () => explainAll(parts) : () => explainSome(parts);
  }
  if (detection.kind === 'field' && !detection.negated && detection.datePart === null) {
    return explainItem(detection, view);
  }
  const holds = compileDetection(detection, view);
  if (detection.kind === 'exists' || detection.negated) return () => (holds() ? [] : null);
  const explain = explainItem(detection, view);
  return () => (holds() ? (explain() ?? firstValue(detection, view)) : null);
}

function explainAll(parts: readonly ExplainPart[]): readonly MatchedField[] | null {
  const all: MatchedField[] = [];
  for (const part of parts) {
    const matched = part();
    if (matched === null) return null;
    all.push(...matched);
  }
  return all;
}

function explainSome(parts: readonly ExplainPart[]): readonly MatchedField[] | null {
  const explained = parts.map((part) => part()).filter((matched) => matched !== null);
  return explained.length === 0 ? null : explained.flat();
}

/** What the first of the tests, or of each of them, is answered by; null where the item does not hold. */
function explainItem(item: FieldItem, view: EventView): ExplainPart {
  const index = view.slotOf(item.field);
  const groups = item.link === 'all' ? item.tests.map((test) => [test]) : [item.tests];
  const tests = groups.map((group) => locateAny(flatten(group), view));
  const field = item.field ?? '(keyword)';
  return () => {
    const slot = view.slot(index);
    let first: Located | null = null;
    for (const test of tests) {
      const answer = test(slot);
      if (answer === false) return null;
      if (first === null && answer !== true) first = answer;
    }
    return first === null ? firstValue(item, view) : [{ field, ...first }];
  };
}

/** A part of a value, as hits show it. */
type Located = Omit<MatchedField, 'field'>;

/** Whether values answer, and by what part of them, if that can be named. */
type LocateTest = (slot: FieldSlot) => boolean | Located;

function locateAny(tests: readonly ValueTest[], view: EventView): LocateTest {
  const located = tests.map((test) => locateTest(test, view));
  return (slot) => {
    let holds = false;
    for (const test of located) {
      const answer = test(slot);
      if (answer !== true && answer !== false) return answer;
      holds ||= answer;
    }
    return holds;
  };
}

/** What is shown where no part of a value can be named. */
function firstValue({ field }: FieldItem, view: EventView): readonly MatchedField[] {
  const [value] = view.slot(view.slotOf(field)).texts;
  return value === undefined ? [] : [{ field: field ?? '(keyword)', value: value.slice(0, VALUE_LIMIT) }];
}

/** A test that says where in a value a string was found; of other tests only whether they hold. */
function locateTest(test: ValueTest, view: EventView): LocateTest {
  if (test.kind !== 'string') return compileTest(test, view);
  const shape = shapeOf(test);
  return (slot) => {
    for (const [index, text] of slot.texts.entries()) {
      const found = locate(shape, test.cased ? text : slot.lower(index));
      if (found !== null) return cut(text, found[0], found[1]);
    }
    return false;
  };
}

function flatten(tests: readonly ValueTest[]): readonly ValueTest[] {
  return tests.flatMap((test) => (test.kind === 'any-of' ? flatten(test.tests) : [test]));
}

function locate(shape: StringShape, text: string): readonly [number, number] | null {
  switch (shape.kind) {
    case 'anything':
      return [0, text.length];
    case 'glob':
      return shape.locate(text);
    case 'equals':
      return text === shape.text ? [0, text.length] : null;
    case 'startswith':
      return text.startsWith(shape.text) ? [0, shape.text.length] : null;
    case 'endswith':
      return text.endsWith(shape.text) ? [text.length - shape.text.length, text.length] : null;
    case 'contains': {
      const at = text.indexOf(shape.text);
      return at === -1 ? null : [at, at + shape.text.length];
    }
  }
}

function cut(text: string, start: number, end: number): Located {
  const from = text.length <= VALUE_LIMIT ? 0 : Math.max(0, start - VALUE_LIMIT / 4);
  const value = text.slice(from, from + VALUE_LIMIT);
  const length = Math.min(end - from, value.length) - (start - from);
  return { value, span: { start: start - from, length } };
}
