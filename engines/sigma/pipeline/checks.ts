import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { CheckTable } from './conditions.ts';
import type { Parameters } from './parameters.ts';
import type { FieldCheck, ItemCheck, PipelineValue, RuleCheck } from './pipeline.ts';
import { pythonRegex } from './python-regex.ts';
import { attributeCheck } from './rule-attribute.ts';
import type { DetectionItem, PipelineRun } from './run.ts';
import type { OpenTest } from './transform.ts';
import { valueText, writtenForm } from './written.ts';

/** Conditions on rules (pySigma, "Rule Conditions"). */
export const RULE_CHECKS: CheckTable<RuleCheck> = {
  logsource: (parameters) => {
    const wanted = (['category', 'product', 'service'] as const).map(
      (part) => [part, parameters.text(part, '').toLowerCase()] as const,
    );
    return ({ rule, correlated }) =>
      (correlated ?? [rule.info.logsource]).some((source) =>
        wanted.every(([part, value]) => value === '' || source[part] === value),
      );
  },
  contains_detection_item: (parameters) => {
    const field = parameters.text('field');
    const value = parameters.value('value');
    return (run) =>
      itemsOf(run).some(
        (item) =>
          item.kind === 'field' && item.field === field && item.tests.some((test) => isValue(test, value)),
      );
  },
  contains_field: (parameters) => {
    const field = parameters.text('field');
    return (run) => itemsOf(run).some((item) => item.field === field);
  },
  processing_item_applied: (parameters) => {
    const id = parameters.text('processing_item_id');
    return ({ appliedToRule }) => appliedToRule.has(id);
  },
  processing_state: stateCheck,
  is_sigma_rule:
    () =>
    ({ correlated }) =>
      correlated === null,
  is_sigma_correlation_rule:
    () =>
    ({ correlated }) =>
      correlated !== null,
  rule_attribute: attributeCheck,
  tag: (parameters) => {
    const tag = parameters.text('tag').toLowerCase();
    return ({ rule }) => rule.info.tags.some((own) => own.toLowerCase() === tag);
  },
};

/** Conditions on detection items (pySigma, "Detection Item Conditions"). */
export const ITEM_CHECKS: CheckTable<ItemCheck> = {
  match_string: (parameters) => {
    const pattern = parameters.regex('pattern', 'y');
    const negated = parameters.flag('negate');
    return valuesCheck(parameters, (test) => {
      pattern.lastIndex = 0;
      return (test.kind === 'string' && pattern.test(writtenForm(test.pattern))) !== negated;
    });
  },
  match_value: (parameters) => {
    const value = parameters.value('value');
    return valuesCheck(parameters, (test) => isValue(test, value));
  },
  contains_wildcard: (parameters) =>
    valuesCheck(
      parameters,
      (test) =>
        test.kind === 'string' && test.pattern.tokens.some(({ kind }) => kind === 'star' || kind === 'one'),
    ),
  is_null: (parameters) => valuesCheck(parameters, (test) => test.kind === 'null'),
  processing_item_applied: (parameters) => {
    const id = parameters.text('processing_item_id');
    return (item, { appliedToItem }) => appliedToItem.get(item)?.has(id) === true;
  },
  processing_state: (parameters) => {
    const check = stateCheck(parameters);
    return (_, run) => check(run);
  },
};

/** Conditions on field names (pySigma, "Field Name Conditions"). */
export const FIELD_CHECKS: CheckTable<FieldCheck> = {
  include_fields: includesField,
  exclude_fields: (parameters) => {
    const includes = includesField(parameters);
    return (field, run) => !includes(field, run);
  },
  processing_item_applied: (parameters) => {
    const id = parameters.text('processing_item_id');
    return (field, { appliedToField }) => appliedToField.get(field ?? '')?.has(id) === true;
  },
  processing_state: (parameters) => {
    const check = stateCheck(parameters);
    return (_, run) => check(run);
  },
};

function includesField(parameters: Parameters): FieldCheck {
  const fields = parameters.texts('fields');
  if (parameters.choice('mode', ['plain', 're'], 'plain') === 'plain') {
    return (field) => field !== null && fields.includes(field);
  }
  const patterns = fields.map((source) => pythonRegex(`(?:${source})`, 'y'));
  const entry = parameters.entry('fields');
  if (entry !== null && patterns.includes(null)) parameters.wrong(entry, 'regular expressions', null);
  return (field) =>
    field !== null &&
    patterns.some((pattern) => {
      if (pattern !== null) pattern.lastIndex = 0;
      return pattern?.test(field) === true;
    });
}

function valuesCheck(parameters: Parameters, holds: (test: OpenTest) => boolean): ItemCheck {
  const all = parameters.choice('cond', ['any', 'all'], null) === 'all';
  return (item) => {
    if (item.kind === 'exists') return false;
    const tests = item.tests.flatMap(flatten);
    return all ? tests.every(holds) : tests.some(holds);
  };
}

function flatten(test: OpenTest): readonly OpenTest[] {
  return test.kind === 'any-of' ? test.tests.flatMap(flatten) : [test];
}

/** Whether a value of a rule is this one, type and all. */
function isValue(test: OpenTest, value: PipelineValue): boolean {
  switch (test.kind) {
    case 'string':
      return typeof value === 'string' && valueText(test) === value;
    case 'number':
    case 'boolean':
      return test.value === value;
    case 'null':
      return value === null;
    case 'any-of':
      return test.tests.some((inner) => isValue(inner, value));
    default:
      return false;
  }
}

const OPERATIONS = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'] as const;

function stateCheck(parameters: Parameters): RuleCheck {
  const key = parameters.text('key');
  const wanted = parameters.value('val');
  const operation = parameters.choice('op', OPERATIONS, 'eq');
  return ({ state }) => {
    const actual = state.get(key);
    if (actual === undefined) return false;
    if (operation === 'eq' || operation === 'ne') return (actual === wanted) === (operation === 'eq');
    if (actual === null || wanted === null) return false;
    if (operation === 'gte' || operation === 'gt')
      return actual > wanted || (operation === 'gte' && actual === wanted);
    return actual < wanted || (operation === 'lte' && actual === wanted);
  };
}

/** All detection items of the rule at hand. */
export function itemsOf({ rule }: PipelineRun): readonly DetectionItem[] {
  return [...rule.detections.values()].flatMap(leaves);
}

function leaves(detection: Detection<OpenToken>): readonly DetectionItem[] {
  return detection.kind === 'and' || detection.kind === 'or' ? detection.parts.flatMap(leaves) : [detection];
}
