import type { Condition } from '../ast/condition.ts';
import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { OpenRule } from '../ast/rule.ts';
import { parseCondition } from '../condition/parser.ts';
import { parseDetection } from './detection.ts';
import { type DocumentPlace, parseMetadata } from './metadata.ts';
import type { RuleReport } from './report.ts';
import { findEntry, type YamlMap, type YamlNode } from './yaml-node.ts';

/** What every part of a rule is read with. */
export interface ParseContext {
  readonly report: RuleReport;
  /** Values for `%name%` under the modifier `expand`, by name. */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/** Keys under `detection` that are no search identifiers. */
const RESERVED = ['condition', 'timeframe'];

/**
 * Reads one document as a rule; null when it is not one that can be loaded, and then the report says why. Placeholders
 * that nothing fills yet stay in the rule, see `closeRule`.
 */
export function readRule(node: YamlNode, context: ParseContext, place: DocumentPlace): OpenRule | null {
  const { report } = context;
  if (node.kind !== 'map') {
    return report.error(
      { code: 'sigma.not-a-rule', message: 'The document is not a map', help: 'A rule is a YAML map.' },
      node.at,
    );
  }
  if (isOtherKind(node, report)) return null;
  const info = parseMetadata(node, report, place);
  const detection = findEntry(node, 'detection');
  if (detection === null) {
    return report.error(
      { code: 'sigma.missing', message: 'The rule has no detection', help: 'Add `detection:`.' },
      node.at,
    );
  }
  if (detection.value.kind !== 'map') {
    return report.error(
      { code: 'sigma.bad-detection', message: 'detection is not a map' },
      detection.value.at,
    );
  }
  const body = readBody(detection.value, context);
  return report.errors > 0 || info === null || body === null ? null : { info, ...body };
}

/** Search identifiers and their condition, as rules have them under `detection` and filters under `filter`. */
export function readBody(map: YamlMap, context: ParseContext): Omit<OpenRule, 'info'> | null {
  const detections = parseDetections(map, context);
  const condition = parseConditions(map, context.report);
  if (condition === null) return null;
  warnUnused(condition, map, context.report);
  return { detections, condition };
}

function isOtherKind(rule: YamlMap, report: RuleReport): boolean {
  const entry = findEntry(rule, 'action');
  if (entry === null) return false;
  const help = 'They left the specification with version 2; write each rule out in full.';
  const message = 'Rule collections (action:) are not read';
  report.error({ code: 'sigma.collection', message, help }, entry.keyAt);
  return true;
}

function parseDetections(map: YamlMap, context: ParseContext): ReadonlyMap<string, Detection<OpenToken>> {
  const detections = new Map<string, Detection<OpenToken>>();
  for (const entry of map.entries) {
    if (RESERVED.includes(entry.key)) continue;
    const detection = parseDetection(entry.value, context);
    if (detection !== null) detections.set(entry.key, detection);
  }
  return detections;
}

/** A list of conditions is linked by or. */
function parseConditions(map: YamlMap, report: RuleReport): Condition | null {
  const entry = findEntry(map, 'condition');
  if (entry === null) {
    return report.error(
      { code: 'sigma.missing', message: 'The detection has no condition', help: 'Add `condition:`.' },
      map.at,
    );
  }
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  if (nodes.length === 0) {
    const help = 'Give at least one condition.';
    return report.error(
      { code: 'sigma.missing', message: 'The list of conditions is empty', help },
      entry.keyAt,
    );
  }
  const names = searchIdentifiers(map);
  const conditions: Condition[] = [];
  for (const node of nodes) {
    if (node.kind !== 'text') {
      report.error({ code: 'sigma.bad-condition', message: 'The condition is not text' }, node.at);
      continue;
    }
    const parsed = parseCondition(node.value, names);
    if (parsed.kind === 'parsed') conditions.push(parsed.condition);
    else {
      const { code, message, at, help } = parsed.problem;
      report.error({ code, message, help }, node.at + at);
    }
  }
  const [only] = conditions;
  if (only === undefined || conditions.length < nodes.length) return null;
  return conditions.length === 1 ? only : { kind: 'or', parts: conditions };
}

function searchIdentifiers(map: YamlMap): readonly string[] {
  return map.entries.map((entry) => entry.key).filter((key) => !RESERVED.includes(key));
}

function warnUnused(condition: Condition, map: YamlMap, report: RuleReport): void {
  const used = new Set<string>();
  collectNames(condition, used);
  for (const entry of map.entries) {
    if (RESERVED.includes(entry.key) || used.has(entry.key)) continue;
    const message = `The condition does not use ${JSON.stringify(entry.key)}`;
    report.warn(
      { code: 'sigma.unused-detection', message, help: 'Name it in the condition, or remove it.' },
      entry.keyAt,
    );
  }
}

function collectNames(condition: Condition, names: Set<string>): void {
  if (condition.kind === 'detection') names.add(condition.name);
  else if (condition.kind === 'not') collectNames(condition.part, names);
  else for (const part of condition.parts) collectNames(part, names);
}
