import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { ValueTest } from '../ast/value-test.ts';
import type { FieldNeed, RuleNeeds } from './coverage-data.ts';

const NONE: FieldNeed = { kind: 'none' };

/** What a rule asks of events. Where the formula fails on an event, the rule does not match it. */
export function ruleNeeds(rule: Rule): RuleNeeds {
  const { id, title, level, logsource } = rule.info;
  return { id, title, level, logsource, need: ofCondition(rule.condition, rule, true) };
}

/** What has to be there for the condition to come out as `wanted`. */
function ofCondition(condition: Condition, rule: Rule, wanted: boolean): FieldNeed {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) => ofCondition(part, rule, wanted));
      return (condition.kind === 'and') === wanted ? all(parts) : any(parts);
    }
    case 'not':
      return ofCondition(condition.part, rule, !wanted);
    case 'detection': {
      const detection = rule.detections.get(condition.name);
      return detection === undefined ? NONE : ofDetection(detection, wanted);
    }
  }
}

function ofDetection(detection: Detection, wanted: boolean): FieldNeed {
  switch (detection.kind) {
    case 'and':
    case 'or': {
      const parts = detection.parts.map((part) => ofDetection(part, wanted));
      return (detection.kind === 'and') === wanted ? all(parts) : any(parts);
    }
    case 'exists':
      return detection.expected === wanted ? { kind: 'field', name: detection.field } : NONE;
    case 'field':
      // Keywords need no field; an item that comes out as wanted on an event without its field needs none either.
      return detection.field === null || resultWithout(detection) === wanted
        ? NONE
        : { kind: 'field', name: detection.field };
  }
}

/** How the item comes out on an event without the field: only `null` holds there. */
function resultWithout({ tests, link, negated }: FieldItem): boolean {
  const holds = link === 'all' ? tests.every(holdsForNothing) : tests.some(holdsForNothing);
  return holds !== negated;
}

function holdsForNothing(test: ValueTest): boolean {
  return test.kind === 'null' || (test.kind === 'any-of' && test.tests.some(holdsForNothing));
}

function all(parts: readonly FieldNeed[]): FieldNeed {
  const real = parts.filter(({ kind }) => kind !== 'none');
  const [only] = real;
  return real.length === 0
    ? NONE
    : real.length === 1 && only !== undefined
      ? only
      : { kind: 'all', parts: real };
}

function any(parts: readonly FieldNeed[]): FieldNeed {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  // Of no parts at all one cannot hold; rules have none such, and to ask for nothing is never wrong.
  return parts.length === 0 || parts.some(({ kind }) => kind === 'none') ? NONE : { kind: 'any', parts };
}
