import type { Condition } from '../ast/condition.ts';
import type { DetectionItem, PipelineRun } from './run.ts';
import type { Transform } from './transform.ts';

/** A value of `vars`, of the state or of an attribute. */
export type PipelineValue = string | number | boolean | null;

/** A processing pipeline in the YAML form of pySigma, read and checked (pySigma, "Processing Pipelines"). */
export interface Pipeline {
  readonly name: string;
  /** Pipelines of lower priority go first. */
  readonly priority: number;
  readonly vars: ReadonlyMap<string, readonly PipelineValue[]>;
  readonly items: readonly ProcessingItem[];
}

/** One step of a pipeline: what it does, and when. */
export interface ProcessingItem {
  /** Null where the pipeline gives it no name; it can then not be asked for. */
  readonly id: string | null;
  readonly transform: Transform;
  readonly rule: ConditionSet<RuleCheck>;
  readonly detectionItem: ConditionSet<ItemCheck>;
  readonly fieldName: ConditionSet<FieldCheck>;
  /** `file:line:column` of the step, for diagnostics about rules that it refuses. */
  readonly place: string;
}

/** `*_conditions` with `*_cond_op`, `*_cond_not` or `*_cond_expr`; without checks it always holds. */
export interface ConditionSet<Check> {
  readonly checks: ReadonlyMap<string, Check>;
  /** How the checks are linked, by their names. */
  readonly expression: Condition;
  readonly negated: boolean;
}

/** Whether a rule condition holds. */
export type RuleCheck = (run: PipelineRun) => boolean;
/** Whether a detection item condition holds. */
export type ItemCheck = (item: DetectionItem, run: PipelineRun) => boolean;
/** Whether a field name condition holds; null stands for keywords. */
export type FieldCheck = (field: string | null, run: PipelineRun) => boolean;

/** Whether a set of conditions holds, `holds` asking a single check. */
export function setHolds<Check>(set: ConditionSet<Check>, holds: (check: Check) => boolean): boolean {
  if (set.checks.size === 0) return true;
  return (
    expressionHolds(set.expression, (name) => {
      const check = set.checks.get(name);
      return check !== undefined && holds(check);
    }) !== set.negated
  );
}

function expressionHolds(expression: Condition, holds: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.parts.every((part) => expressionHolds(part, holds));
    case 'or':
      return expression.parts.some((part) => expressionHolds(part, holds));
    case 'not':
      return !expressionHolds(expression.part, holds);
    case 'detection':
      return holds(expression.name);
  }
}
