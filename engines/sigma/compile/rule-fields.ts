import type { Detection } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { ValueTest } from '../ast/value-test.ts';

/** The fields that the detections of a rule name, null among them where it has keywords; some more than once. */
export function ruleFields({ detections }: Rule): readonly (string | null)[] {
  const fields: (string | null)[] = [];
  for (const detection of detections.values()) addDetection(detection, fields);
  return fields;
}

function addDetection(detection: Detection, fields: (string | null)[]): void {
  switch (detection.kind) {
    case 'exists':
      fields.push(detection.field);
      return;
    case 'field':
      fields.push(detection.field);
      for (const test of detection.tests) addTest(test, fields);
      return;
    default:
      for (const part of detection.parts) addDetection(part, fields);
  }
}

function addTest(test: ValueTest, fields: (string | null)[]): void {
  if (test.kind === 'field-ref') fields.push(test.field);
  else if (test.kind === 'any-of') for (const inner of test.tests) addTest(inner, fields);
}
