import type { SigmaEvent } from '@dejfa/sigma';
import type { Condition } from '../../../engines/sigma/ast/condition.ts';
import type { Detection } from '../../../engines/sigma/ast/detection.ts';
import type { Rule } from '../../../engines/sigma/ast/rule.ts';
import { detectionHolds, ruleMatches } from '../../../engines/sigma/oracle/evaluate.ts';
import { conjunctsOf } from './conjuncts.ts';
import { falsify } from './falsify.ts';
import { LAYOUTS, Wants } from './wants.ts';

/** Alternatives that are tried for each choice of a rule, the same number everywhere at once. */
const CHOICES = 8;

/** An event on which the rule fires, as the oracle says; null when none was found. */
export function satisfyingEvent(rule: Rule): SigmaEvent | null {
  for (let choice = 0; choice < CHOICES; choice += 1) {
    const wants = new Wants(choice);
    wantCondition(rule.condition, rule, wants);
    for (const layout of LAYOUTS) {
      const event = repaired({ logsource: rule.info.logsource, fields: wants.fields(layout) }, rule);
      if (ruleMatches(rule, event)) return event;
    }
  }
  return null;
}

/** The event with what makes a detection true added to it; null when that was not found. */
export function withDetection(detection: Detection, event: SigmaEvent): SigmaEvent | null {
  for (let choice = 0; choice < CHOICES; choice += 1) {
    const wants = new Wants(choice);
    wantDetection(detection, wants);
    for (const layout of LAYOUTS) {
      const added = { ...event, fields: { ...event.fields, ...wants.fields(layout) } };
      for (const field of wants.absent) delete added.fields[field];
      if (detectionHolds(detection, added)) return added;
    }
  }
  return null;
}

function wantCondition(condition: Condition, rule: Rule, wants: Wants): void {
  if (condition.kind === 'and') for (const part of condition.parts) wantCondition(part, rule, wants);
  else if (condition.kind === 'or') {
    const part = condition.parts[wants.choice % condition.parts.length];
    if (part !== undefined) wantCondition(part, rule, wants);
  } else if (condition.kind === 'detection') {
    const detection = rule.detections.get(condition.name);
    if (detection !== undefined) wantDetection(detection, wants);
  }
}

function wantDetection(detection: Detection, wants: Wants): void {
  switch (detection.kind) {
    case 'and':
      for (const part of detection.parts) wantDetection(part, wants);
      break;
    case 'or': {
      const part = detection.parts[wants.choice % detection.parts.length];
      if (part !== undefined) wantDetection(part, wants);
      break;
    }
    case 'exists':
      if (detection.expected) wants.add(detection.field, { kind: 'value', value: 'there' });
      break;
    case 'field':
      wants.addItem(detection);
  }
}

/** Filters that hold on what is missing are kept from it by other values. */
function repaired(event: SigmaEvent, rule: Rule): SigmaEvent {
  let result = event;
  for (const conjunct of conjunctsOf(rule)) {
    if (conjunct.kind !== 'negative' || !detectionHolds(conjunct.detection, result)) continue;
    result = falsify(conjunct.detection, result, 'keep') ?? result;
  }
  return result;
}
