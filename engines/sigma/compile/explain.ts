import type { SigmaHit } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { StringTest, ValueTest } from '../ast/value-test.ts';
import { asciiLower } from '../value/ascii-case.ts';
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
    return detection === undefined ? () => [] : explainDetection(detection, view);
  }
  const parts = condition.parts.map((part) => explainCondition(part, rule, view));
  return () => parts.flatMap((part) => part());
}

/** Says nothing when the detection does not hold: it then was not what made an `or` true. */
function explainDetection(detection: Detection, view: EventView): Explain {
  const holds = compileDetection(detection, view);
  if (detection.kind === 'exists') return () => [];
  if (detection.kind === 'field') {
    const explain = explainItem(detection, view);
    return () => (holds() ? explain() : []);
  }
  const parts = detection.parts.map((part) => explainDetection(part, view));
  return () => (holds() ? parts.flatMap((part) => part()) : []);
}

function explainItem(item: FieldItem, view: EventView): Explain {
  if (item.negated) return () => [];
  const index = view.slotOf(item.field);
  const tests = flatten(item.tests).map((test) => ({ test, holds: compileTest(test, view) }));
  return () => {
    const slot = view.slot(index);
    const field = item.field ?? '(keyword)';
    for (const { test, holds } of tests) {
      if (!holds(slot)) continue;
      const matched = test.kind === 'string' ? matchedString(test, slot) : null;
      if (matched !== null) return [{ field, ...matched }];
    }
    const [value] = slot.texts;
    return value === undefined ? [] : [{ field, value: value.slice(0, VALUE_LIMIT) }];
  };
}

function flatten(tests: readonly ValueTest[]): readonly ValueTest[] {
  return tests.flatMap((test) => (test.kind === 'any-of' ? flatten(test.tests) : [test]));
}

function matchedString(test: StringTest, slot: FieldSlot): Omit<MatchedField, 'field'> | null {
  const shape = shapeOf(test);
  for (const text of slot.texts) {
    const found = locate(shape, test.cased ? text : asciiLower(text));
    if (found !== null) return cut(text, found[0], found[1]);
  }
  return null;
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

function cut(text: string, start: number, end: number): Omit<MatchedField, 'field'> {
  const from = text.length <= VALUE_LIMIT ? 0 : Math.max(0, start - VALUE_LIMIT / 4);
  const value = text.slice(from, from + VALUE_LIMIT);
  const length = Math.min(end - from, value.length) - (start - from);
  return { value, span: { start: start - from, length } };
}
