import type { SigmaEvent } from '@dejfa/sigma';
import type { Detection, FieldItem } from '../../../engines/sigma/ast/detection.ts';
import { detectionHolds } from '../../../engines/sigma/oracle/evaluate.ts';
import { withoutFields } from './wants.ts';

/** A value that no rule asks for, another one for each field. */
const OTHER = 'zq7#w';

/**
 * The event changed so that the detection is false by its structure: fields that it needs are dropped, and fields that
 * must be missing are added. With `keep`, only the latter. Null where that is not possible.
 */
export function falsify(detection: Detection, event: SigmaEvent, mode: 'drop' | 'keep'): SigmaEvent | null {
  switch (detection.kind) {
    case 'or': {
      let result: SigmaEvent | null = event;
      for (const part of detection.parts) {
        if (result !== null && detectionHolds(part, result)) result = falsify(part, result, mode);
      }
      return result;
    }
    case 'and':
      for (const part of detection.parts) {
        const result = falsify(part, event, mode);
        if (result !== null) return result;
      }
      return null;
    case 'exists':
      if (!detection.expected) return withValue(event, detection.field);
      return mode === 'keep' ? null : withoutFields(event, new Set([detection.field]));
    case 'field':
      return falsifyItem(detection, event, mode);
  }
}

function falsifyItem(item: FieldItem, event: SigmaEvent, mode: 'drop' | 'keep'): SigmaEvent | null {
  const { field, negated, tests } = item;
  if (negated) return null;
  // Keywords may stand in any field.
  if (field === null) return mode === 'keep' ? null : { ...event, fields: {} };
  if (tests.some((test) => test.kind === 'null')) {
    return event.fields[field] === undefined ? withValue(event, field) : null;
  }
  return mode === 'keep' ? null : withoutFields(event, new Set([field]));
}

function withValue(event: SigmaEvent, field: string): SigmaEvent {
  return { ...event, fields: { ...event.fields, [field]: OTHER + field } };
}
