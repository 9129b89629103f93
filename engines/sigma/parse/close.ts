import type { Detection } from '../ast/detection.ts';
import type { OpenToken, Pattern, PatternOf } from '../ast/pattern.ts';
import type { OpenRule, Rule } from '../ast/rule.ts';
import type { StringTest, ValueTest } from '../ast/value-test.ts';
import { fillPlaceholders, openPlaceholder, reportTooMany, reportUnfilled } from './placeholder.ts';
import type { RuleReport } from './report.ts';
import { parseWildcards } from './wildcard.ts';

/** What closing a rule takes: where to report, and what placeholders are filled with. */
export interface CloseContext {
  readonly report: RuleReport;
  /** Values by the name of the placeholder; they may have wildcards. */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/**
 * Fills the placeholders that are left; null, with a diagnostic, when one cannot be filled: a tool that cannot handle a
 * placeholder must reject the rule (rules specification, "Placeholders").
 */
export function closeRule(rule: OpenRule, context: CloseContext): Rule | null {
  const errorsBefore = context.report.errors;
  const detections = new Map<string, Detection>();
  for (const [name, detection] of rule.detections) detections.set(name, closeDetection(detection, context));
  return context.report.errors > errorsBefore ? null : { ...rule, detections };
}

/** {@link closeRule} for a single detection; where a placeholder cannot be filled, its value is left out. */
export function closeDetection(detection: Detection<OpenToken>, context: CloseContext): Detection {
  switch (detection.kind) {
    case 'exists':
      return detection;
    case 'field':
      return { ...detection, tests: detection.tests.map((test) => closeTest(test, context)) };
    default:
      return { ...detection, parts: detection.parts.map((part) => closeDetection(part, context)) };
  }
}

function closeTest(test: ValueTest<OpenToken>, context: CloseContext): ValueTest {
  if (test.kind === 'any-of') {
    return { kind: 'any-of', tests: test.tests.map((inner) => closeTest(inner, context)) };
  }
  if (test.kind !== 'string') return test;
  const { pattern } = test;
  return isClosed(pattern) ? { ...test, pattern } : fillTest(test, context);
}

function fillTest(test: StringTest<OpenToken>, context: CloseContext): ValueTest {
  const { report, placeholders } = context;
  let at = 0;
  const patterns = fillPlaceholders(test.pattern, (token) => {
    at = token.at;
    const values = Object.hasOwn(placeholders, token.name) ? placeholders[token.name] : undefined;
    if (values !== undefined && values.length > 0) return values.map((value) => parseWildcards(value).tokens);
    reportUnfilled(report, token);
    return [];
  });
  if (patterns === null) reportTooMany(report, at);
  const tests = (patterns ?? []).filter(isClosed).map((pattern): ValueTest => ({ ...test, pattern }));
  return { kind: 'any-of', tests };
}

function isClosed(pattern: PatternOf<OpenToken>): pattern is Pattern {
  return openPlaceholder(pattern) === null;
}
