import { formatDiagnostic } from '@dejfa/diagnostics';
import type { Condition } from '../ast/condition.ts';
import type { Detection } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { ValueTest } from '../ast/value-test.ts';
import { parseSigma } from '../load.ts';
import { writtenForm } from './written.ts';

/** A rule for tests: the head, then `detection` indented by two spaces. */
const HEAD = `title: A rule
id: r1
status: test
level: high
date: 2024-05-06
author: somebody
tags: [attack.t1059]
logsource: { product: windows, category: process_creation }
detection:
`;

/**
 * What pipelines make of a rule, in one line that is easy to compare: its log source when it is not the one of the test
 * rule, then its condition with the detections written in place of their names. Diagnostics instead, where there are any.
 */
export function rewritten(detection: string, ...pipelines: readonly string[]): string {
  const text = `${HEAD}${detection.replace(/^/gm, '  ')}\n`;
  const { rules, diagnostics } = parseSigma([{ path: 'rule.yml', text }], {
    pipelines: pipelines.map((pipeline) => ({ path: 'pipeline.yml', text: pipeline })),
  });
  const [rule] = rules;
  if (diagnostics.length > 0 || rule === undefined) return diagnostics.map(formatDiagnostic).join('\n');
  const { product, category, service } = rule.info.logsource;
  const source = [product, category, service].map((part) => part ?? '').join('/');
  return `${source === 'windows/process_creation/' ? '' : `[${source}] `}${shownCondition(rule.condition, rule)}`;
}

function shownCondition(condition: Condition, rule: Rule): string {
  switch (condition.kind) {
    case 'detection': {
      const detection = rule.detections.get(condition.name);
      return detection === undefined ? `missing ${condition.name}` : shownDetection(detection);
    }
    case 'not':
      return `not ${shownCondition(condition.part, rule)}`;
    default:
      return `(${condition.parts.map((part) => shownCondition(part, rule)).join(` ${condition.kind} `)})`;
  }
}

function shownDetection(detection: Detection): string {
  if (detection.kind === 'exists') return `${detection.expected ? '' : 'no '}${detection.field}`;
  if (detection.kind !== 'field')
    return `(${detection.parts.map(shownDetection).join(` ${detection.kind} `)})`;
  const { field, negated, link, tests } = detection;
  const values = tests.map(shownTest).join(link === 'all' ? ' & ' : ' | ');
  return `${field ?? '<any>'}${negated ? '!=' : '='}${values}`;
}

function shownTest(test: ValueTest): string {
  switch (test.kind) {
    case 'string':
      return `'${writtenForm(test.pattern)}'${test.cased ? 'c' : ''}`;
    case 'number':
    case 'boolean':
      return String(test.value);
    case 'null':
      return 'null';
    case 'regex':
      return `/${test.source}/${test.flags.ignoreCase ? 'i' : ''}${test.flags.dotAll ? 's' : ''}`;
    case 'field-ref':
      return `$${test.field}`;
    case 'any-of':
      return `{${test.tests.map(shownTest).join(' | ')}}`;
    default:
      return test.kind;
  }
}
