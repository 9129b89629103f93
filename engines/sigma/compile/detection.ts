import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import { datePartOf } from '../value/date-part.ts';
import { type EventView, sourceOf } from './event-view.ts';
import { FieldSlot } from './field-slot.ts';
import { compileAny, compileTest, type SlotTest } from './value-test.ts';

/** Whether the event in the view answers. */
export type ViewTest = () => boolean;

/** Compiles the condition of a rule into one function over the event in `view`. */
export function compileRule(rule: Rule, view: EventView): ViewTest {
  return compileCondition(rule.condition, (name) => {
    const detection = rule.detections.get(name);
    return detection === undefined ? () => false : compileDetection(detection, view);
  });
}

function compileCondition(condition: Condition, detection: (name: string) => ViewTest): ViewTest {
  switch (condition.kind) {
    case 'and':
      return every(condition.parts.map((part) => compileCondition(part, detection)));
    case 'or':
      return some(condition.parts.map((part) => compileCondition(part, detection)));
    case 'not': {
      const part = compileCondition(condition.part, detection);
      return () => !part();
    }
    case 'detection':
      return detection(condition.name);
  }
}

/** A test over the view; fields get their slots in it here, once while rules load. */
export function compileDetection(detection: Detection, view: EventView): ViewTest {
  switch (detection.kind) {
    case 'and':
      return every(detection.parts.map((part) => compileDetection(part, view)));
    case 'or':
      return some(detection.parts.map((part) => compileDetection(part, view)));
    case 'exists': {
      const slot = view.slotOf(detection.field);
      return () => view.slot(slot).present === detection.expected;
    }
    case 'field':
      return compileItem(detection, view);
  }
}

function compileItem(item: FieldItem, view: EventView): ViewTest {
  const index = view.slotOf(item.field);
  const test = item.datePart === null ? compileTests(item, view) : compileDated(item, item.datePart, view);
  return item.negated ? () => !test(view.slot(index)) : () => test(view.slot(index));
}

function compileTests(item: FieldItem, view: EventView): SlotTest {
  if (item.link === 'any') return compileAny(item.tests, view);
  const tests = item.tests.map((test) => compileTest(test, view));
  return (slot) => {
    for (const test of tests) if (!test(slot)) return false;
    return true;
  };
}

/** Dates are rare: the parts are taken into a slot of their own, and the tests see that. */
function compileDated(item: FieldItem, part: NonNullable<FieldItem['datePart']>, view: EventView): SlotTest {
  const test = compileTests(item, view);
  return (slot) => {
    const parts = slot.texts.map((text) => datePartOf(part, text));
    const dated = new FieldSlot('part');
    const values = slot.nullish && slot.present ? [...parts, null] : parts;
    dated.load(sourceOf({ fields: slot.present ? { part: values } : {} }), 0);
    return test(dated);
  };
}

function every(tests: readonly ViewTest[]): ViewTest {
  const [first, second] = tests;
  if (first !== undefined && tests.length === 1) return first;
  if (first !== undefined && second !== undefined && tests.length === 2) return () => first() && second();
  return () => {
    for (const test of tests) if (!test()) return false;
    return true;
  };
}

function some(tests: readonly ViewTest[]): ViewTest {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return first;
  return () => {
    for (const test of tests) if (test()) return true;
    return false;
  };
}
