import type { SigmaEvent, SigmaLogSource } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import { datePartOf } from '../value/date-part.ts';
import { allValues, fieldValues, type Scalar } from './event-values.ts';
import { testHolds } from './match-value.ts';

/**
 * Evaluates one rule on one event as the specification reads, with no thought of speed: what the compiled engine is
 * compared to. The log source of the event counts, too.
 */
export function ruleMatches(rule: Rule, event: SigmaEvent): boolean {
  const sources = [event.logsource, ...(event.furtherLogsources ?? [])];
  if (!sources.some((source) => logsourceFits(rule.info.logsource, source))) return false;
  return conditionHolds(rule.condition, rule, event);
}

/** What a rule states of its log source must stand in the event's; what it leaves out may be anything. */
export function logsourceFits(wanted: SigmaLogSource, actual: SigmaLogSource): boolean {
  return (['product', 'category', 'service'] as const).every(
    (part) => wanted[part] === undefined || wanted[part] === actual[part]?.toLowerCase(),
  );
}

/** Whether a condition of the rule is true on the event, whatever its log source. */
export function conditionHolds(condition: Condition, rule: Rule, event: SigmaEvent): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => conditionHolds(part, rule, event));
    case 'or':
      return condition.parts.some((part) => conditionHolds(part, rule, event));
    case 'not':
      return !conditionHolds(condition.part, rule, event);
    case 'detection': {
      const detection = rule.detections.get(condition.name);
      return detection !== undefined && detectionHolds(detection, event);
    }
  }
}

/** Whether a detection is true on the event. */
export function detectionHolds(detection: Detection, event: SigmaEvent): boolean {
  switch (detection.kind) {
    case 'and':
      return detection.parts.every((part) => detectionHolds(part, event));
    case 'or':
      return detection.parts.some((part) => detectionHolds(part, event));
    case 'exists':
      return (fieldValues(event, detection.field) !== null) === detection.expected;
    case 'field':
      return itemHolds(detection, event);
  }
}

function itemHolds(item: FieldItem, event: SigmaEvent): boolean {
  const found = item.field === null ? allValues(event) : fieldValues(event, item.field);
  const { datePart } = item;
  const values = datePart === null || found === null ? found : found.map((value) => dated(value, datePart));
  const holds = (test: FieldItem['tests'][number]) =>
    testHolds(test, values, (field) => fieldValues(event, field));
  const result = item.link === 'all' ? item.tests.every(holds) : item.tests.some(holds);
  return result !== item.negated;
}

function dated(value: Scalar, part: NonNullable<FieldItem['datePart']>): Scalar {
  return value === null ? null : datePartOf(part, String(value));
}
