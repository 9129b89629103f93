import type { Condition } from '../../../engines/sigma/ast/condition.ts';
import type { Detection } from '../../../engines/sigma/ast/detection.ts';
import type { Rule } from '../../../engines/sigma/ast/rule.ts';

/** Something without which a rule cannot be true: a detection that must hold, or one that must not. */
export interface Conjunct {
  readonly kind: 'positive' | 'negative';
  readonly detection: Detection;
}

/** What stands under nothing but `and` in the condition and its detections; `or` is one conjunct as a whole. */
export function conjunctsOf(rule: Rule): readonly Conjunct[] {
  return fromCondition(rule.condition, rule);
}

function fromCondition(condition: Condition, rule: Rule): readonly Conjunct[] {
  if (condition.kind === 'and') return condition.parts.flatMap((part) => fromCondition(part, rule));
  if (condition.kind === 'not') {
    return alternatives(condition.part, rule).map((detection) => ({ kind: 'negative', detection }));
  }
  const detection = detectionOf(condition, rule);
  if (detection === null) return [];
  const parts = detection.kind === 'and' ? detection.parts : [detection];
  return parts.map((part) => ({ kind: 'positive', detection: part }));
}

/** What must not be: each alternative of an `or` by itself. */
function alternatives(condition: Condition, rule: Rule): readonly Detection[] {
  if (condition.kind === 'or') return condition.parts.flatMap((part) => alternatives(part, rule));
  const detection = detectionOf(condition, rule);
  if (detection === null) return [];
  return detection.kind === 'or' ? detection.parts : [detection];
}

/** A condition as one detection; null where it negates something within. */
function detectionOf(condition: Condition, rule: Rule): Detection | null {
  if (condition.kind === 'detection') return rule.detections.get(condition.name) ?? null;
  if (condition.kind === 'not') return null;
  const parts = condition.parts.map((part) => detectionOf(part, rule));
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : { kind: condition.kind, parts: known };
}
