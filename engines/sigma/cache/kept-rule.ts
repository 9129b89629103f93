import type { SigmaLevel, SigmaRuleInfo } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { DatePart } from '../value/date-part.ts';
import { readTest, writeTest } from './kept-test.ts';
import { faulty, listOf, oneOf, recordOf, textOf } from './kept-value.ts';

/** What a detection and a condition begin with; a condition that is text names a detection. */
const KIND = { and: 0, or: 1, exists: 2, item: 3, not: 4 } as const;
/** Bits of a field item. */
const ALL = 1;
const NEGATED = 2;

const DATE_PARTS: readonly DatePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const LEVELS: readonly SigmaLevel[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** What a rule looks for, as JSON on one line: its condition, then names of detections and the detections in turn. */
export function writeBody({ condition, detections }: Rule): string {
  const kept = [...detections].flatMap(([name, detection]) => [name, writeDetection(detection)]);
  return JSON.stringify([writeCondition(condition), ...kept]);
}

function writeCondition(condition: Condition): unknown {
  switch (condition.kind) {
    case 'detection':
      return condition.name;
    case 'not':
      return [KIND.not, writeCondition(condition.part)];
    default:
      return [KIND[condition.kind], ...condition.parts.map(writeCondition)];
  }
}

function writeDetection(detection: Detection): readonly unknown[] {
  switch (detection.kind) {
    case 'exists':
      return [KIND.exists, detection.field, detection.expected];
    case 'field': {
      const { field, link, negated, datePart, tests } = detection;
      const bits = (link === 'all' ? ALL : 0) | (negated ? NEGATED : 0);
      return [KIND.item, field, bits, datePart, ...tests.map(writeTest)];
    }
    default:
      return [KIND[detection.kind], ...detection.parts.map(writeDetection)];
  }
}

/**
 * The rule that was written. What it looks for is read when it is first asked for, which throws `KeptFault` or
 * `SyntaxError` on what nobody but a forger of digests can have written.
 */
export function readRule(info: SigmaRuleInfo, text: string): Rule {
  let body: Omit<Rule, 'info'> | null = null;
  const bodyOf = () => {
    body ??= readBody(JSON.parse(text));
    return body;
  };
  return {
    info,
    get detections() {
      return bodyOf().detections;
    },
    get condition() {
      return bodyOf().condition;
    },
  };
}

function readBody(kept: unknown): Omit<Rule, 'info'> {
  const [condition, ...rest] = listOf(kept);
  const detections = new Map<string, Detection>();
  for (let at = 0; at < rest.length; at += 2) detections.set(textOf(rest[at]), readDetection(rest[at + 1]));
  return { detections, condition: readCondition(condition) };
}

function readCondition(kept: unknown): Condition {
  if (typeof kept === 'string') return { kind: 'detection', name: kept };
  const [kind, ...parts] = listOf(kept);
  switch (kind) {
    case KIND.not:
      return { kind: 'not', part: readCondition(parts[0]) };
    case KIND.and:
    case KIND.or:
      return { kind: kind === KIND.and ? 'and' : 'or', parts: parts.map(readCondition) };
    default:
      return faulty();
  }
}

function readDetection(kept: unknown): Detection {
  const list = listOf(kept);
  const [kind, field, bits, datePart] = list;
  switch (kind) {
    case KIND.and:
    case KIND.or:
      return { kind: kind === KIND.and ? 'and' : 'or', parts: list.slice(1).map(readDetection) };
    case KIND.exists:
      return { kind: 'exists', field: textOf(field), expected: bits === true };
    case KIND.item:
      if (typeof bits !== 'number') return faulty();
      return {
        kind: 'field',
        field: field === null ? null : textOf(field),
        link: (bits & ALL) === 0 ? 'any' : 'all',
        negated: (bits & NEGATED) !== 0,
        datePart: datePart === null ? null : oneOf(datePart, DATE_PARTS),
        tests: list.slice(4).map(readTest),
      };
    default:
      return faulty();
  }
}

/** What rules say of themselves, as it came from JSON, once it is seen to have the parts that it must. */
export function readInfos(kept: unknown): readonly SigmaRuleInfo[] {
  const infos = listOf(kept);
  return infos.every(isInfo) ? infos : faulty();
}

function isInfo(value: unknown): value is SigmaRuleInfo {
  const { name, logsource, ...info } = recordOf(value);
  const texts = [info.id, info.title, info.status, info.description, info.path, name ?? ''];
  const lists = [info.tags, info.techniques, info.falsePositives];
  const { product = '', category = '', service = '' } = recordOf(logsource);
  return (
    [...texts, product, category, service].every(isText) &&
    lists.every((list) => listOf(list).every(isText)) &&
    LEVELS.some((level) => level === info.level)
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
