import type { SigmaEvent, SigmaFilterInfo, SigmaSource } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import { parseSigma, type SigmaOptions } from '../load.ts';
import { conditionHolds, detectionHolds, logsourceFits } from '../oracle/evaluate.ts';
import { fieldValues, type Scalar } from '../oracle/event-values.ts';
import { describeTest } from './describe-test.ts';
import { explainCorrelation } from './explain-correlation.ts';
import type { Clause, DetectionClause, Explained, Explanation, ItemClause } from './explanation.ts';
import { hintOf } from './hint.ts';

const VALUE_CHARACTERS = 400;
const VALUES_SHOWN = 10;

/**
 * Says for each rule of the files why it fires on the event or does not, clause by clause. Each clause is judged by the
 * plain evaluator that follows the specification, not by the compiled rules. Of correlation rules, which look at more
 * than one event, it says what the event is to them. Never throws on content.
 */
export function explainSigma(
  sources: readonly SigmaSource[],
  event: SigmaEvent,
  options: SigmaOptions = {},
): Explained {
  const { rules, filters, correlations: plans, diagnostics } = parseSigma(sources, options);
  const explanations = rules.map((rule) => explainRule({ rule, filters }, event));
  const fired = new Set(explanations.flatMap((each) => (each.fired ? [each.rule.id] : [])));
  const correlations = plans.map((plan) => explainCorrelation(plan, event, fired));
  return { explanations, correlations, diagnostics };
}

/** A rule, and the filters that may have become part of it. */
interface Filtered {
  readonly rule: Rule;
  readonly filters: readonly SigmaFilterInfo[];
}

function explainRule({ rule, filters }: Filtered, event: SigmaEvent): Explanation {
  const actual = [event.logsource, ...(event.furtherLogsources ?? [])];
  const wanted = rule.info.logsource;
  const holds = actual.some((source) => logsourceFits(wanted, source));
  const condition = explainCondition(rule.condition, { rule, filters }, event);
  return {
    rule: rule.info,
    fired: holds && condition.holds,
    logsource: { holds, wanted, actual },
    condition,
  };
}

function explainCondition(condition: Condition, filtered: Filtered, event: SigmaEvent): Clause {
  const { rule, filters } = filtered;
  const holds = conditionHolds(condition, rule, event);
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) => explainCondition(part, filtered, event));
      return { kind: condition.kind, holds, parts };
    }
    case 'not':
      return { kind: 'not', holds, part: explainCondition(condition.part, filtered, event) };
    case 'detection': {
      const detection = rule.detections.get(condition.name);
      const part: Clause =
        detection === undefined
          ? { kind: 'or', holds: false, parts: [] }
          : explainDetection(detection, event);
      return { kind: 'detection', ...nameIn(condition.name, filters), holds, part };
    }
  }
}

/** Detections of a filter stand in the rule as `FILTER/NAME`. */
function nameIn(name: string, filters: readonly SigmaFilterInfo[]): Pick<DetectionClause, 'name' | 'filter'> {
  const filter = filters.find(({ id }) => name.startsWith(`${id}/`));
  if (filter === undefined) return { name };
  return { name: name.slice(filter.id.length + 1), filter: filter.title };
}

function explainDetection(detection: Detection, event: SigmaEvent): Clause {
  switch (detection.kind) {
    case 'and':
    case 'or': {
      const parts = detection.parts.map((part) => explainDetection(part, event));
      return { kind: detection.kind, holds: detectionHolds(detection, event), parts };
    }
    case 'exists': {
      const text = detection.expected ? 'is there' : 'is not there';
      const holds = detectionHolds(detection, event);
      return withHint({ ...itemOf(detection.field, event), holds, asked: [{ text, holds }] }, event);
    }
    case 'field':
      return explainItem(detection, event);
  }
}

function explainItem(item: FieldItem, event: SigmaEvent): Clause {
  const asked = item.tests.map((test) => ({
    text: describeTest(test, item.datePart),
    holds: detectionHolds({ ...item, tests: [test], negated: false }, event),
  }));
  const holds = detectionHolds(item, event);
  const { negated } = item;
  return withHint({ ...itemOf(item.field, event), holds, asked, negated, all: item.link === 'all' }, event);
}

function itemOf(field: string | null, event: SigmaEvent): Omit<ItemClause, 'holds' | 'asked'> {
  const found = field === null ? [] : fieldValues(event, field);
  const values = found === null ? null : found.slice(0, VALUES_SHOWN).map(shown);
  return { kind: 'item', field, all: false, negated: false, values, hint: null };
}

function withHint(item: ItemClause, event: SigmaEvent): ItemClause {
  return item.holds ? item : { ...item, hint: hintOf(item, event) };
}

function shown(value: Scalar): string {
  const text = JSON.stringify(value);
  return text.length <= VALUE_CHARACTERS ? text : `${text.slice(0, VALUE_CHARACTERS)}…`;
}
