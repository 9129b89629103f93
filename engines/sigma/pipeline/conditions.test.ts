import { describe, expect, it } from 'vitest';
import { rewritten } from './rewritten.ts';

const RULE = 's:\n  A: x\n  B: 5\n  C|contains: y\n  D: null\n  E|fieldref: A\ncondition: s';
const PLAIN = "(A='x' and B=5 and C='*y*' and D=null and E=$A)";

/** A pipeline whose steps before set the stage, and whose last one adds a suffix under conditions. */
function suffixed(conditions: string, before = ''): string {
  return `transformations:\n${before}  - type: field_name_suffix\n    suffix: _\n${conditions.replace(/^/gm, '    ')}\n`;
}

/** Which fields got the suffix. */
function changed(pipeline: string, rule = RULE): string {
  const shown = rewritten(rule, pipeline);
  if (!shown.startsWith('(')) return shown;
  return [...shown.matchAll(/(\w)_(?==)/g)].map((found) => found[1]).join('');
}

describe('rule conditions', () => {
  it.each<[condition: string, holds: boolean]>([
    ['type: logsource, product: windows', true],
    ['type: logsource, product: Windows, category: process_creation', true],
    ['type: logsource, service: sysmon', false],
    ['type: contains_detection_item, field: A, value: x', true],
    ['type: contains_detection_item, field: A, value: X', false],
    ['type: contains_detection_item, field: B, value: 5', true],
    ["type: contains_detection_item, field: B, value: '5'", false],
    ["type: contains_detection_item, field: C, value: '*y*'", true],
    ['type: contains_field, field: D', true],
    ['type: contains_field, field: d', false],
    ['type: is_sigma_rule', true],
    ['type: is_sigma_correlation_rule', false],
    ['type: tag, tag: attack.t1059', true],
    ['type: tag, tag: attack.t1060', false],
    ['type: rule_attribute, attribute: author, value: somebody', true],
    ['type: rule_attribute, attribute: author, value: nobody, op: ne', true],
    ['type: rule_attribute, attribute: level, value: medium, op: gt', true],
    ['type: rule_attribute, attribute: level, value: high, op: lt', false],
    ['type: rule_attribute, attribute: level, value: high, op: lte', true],
    ['type: rule_attribute, attribute: status, value: stable, op: lt', true],
    ['type: rule_attribute, attribute: date, value: 2024-01-01, op: gte', true],
    ['type: rule_attribute, attribute: tags, value: attack.t1059, op: in', true],
    ['type: rule_attribute, attribute: tags, value: attack.t1059, op: not_in', false],
    ['type: rule_attribute, attribute: tags, value: attack.t1059', false],
    ['type: rule_attribute, attribute: nothing, value: x', false],
  ])('%s: %s', (condition, holds) => {
    expect(changed(suffixed(`rule_conditions: [{ ${condition} }]`))).toBe(holds ? 'ABCDE' : '');
  });

  it('know what was done before', () => {
    const before =
      '  - { id: one, type: set_state, key: k, val: 3 }\n  - { id: two, type: set_custom_attribute, attribute: mine, value: 7 }\n';
    const holds = (condition: string) =>
      changed(suffixed(`rule_conditions: [{ ${condition} }]`, before)) !== '';
    expect(holds('type: processing_item_applied, processing_item_id: one')).toBe(true);
    expect(holds('type: processing_item_applied, processing_item_id: none')).toBe(false);
    expect(holds('type: processing_state, key: k, val: 3')).toBe(true);
    expect(holds('type: processing_state, key: k, val: 3, op: ne')).toBe(false);
    expect(holds('type: processing_state, key: k, val: 2, op: gt')).toBe(true);
    expect(holds('type: processing_state, key: k, val: 3, op: lte')).toBe(true);
    expect(holds('type: processing_state, key: other, val: 3')).toBe(false);
    expect(holds('type: rule_attribute, attribute: mine, value: 5, op: gt')).toBe(true);
  });

  it('are linked by and, or, or an expression, and negated', () => {
    const yes = '{ type: is_sigma_rule }';
    const no = '{ type: is_sigma_correlation_rule }';
    expect(changed(suffixed(`rule_conditions: [${yes}, ${no}]`))).toBe('');
    expect(changed(suffixed(`rule_conditions: [${yes}, ${no}]\nrule_cond_op: or`))).toBe('ABCDE');
    expect(changed(suffixed(`rule_conditions: [${no}]\nrule_cond_not: true`))).toBe('ABCDE');
    expect(changed(suffixed('rule_cond_not: true'))).toBe('ABCDE');
    const named = `rule_conditions: { a: ${yes}, b: ${no} }\n`;
    expect(changed(suffixed(named))).toBe('');
    expect(changed(suffixed(`${named}rule_cond_expr: a and not b`))).toBe('ABCDE');
    expect(changed(suffixed(`${named}rule_cond_expr: not (a or b)`))).toBe('');
  });
});

describe('detection item conditions', () => {
  it.each<[condition: string, fields: string]>([
    ["type: match_string, cond: any, pattern: 'x'", 'A'],
    ["type: match_string, cond: any, pattern: '.*y'", 'C'],
    ["type: match_string, cond: any, pattern: 'y'", ''],
    ["type: match_string, cond: all, pattern: 'x', negate: true", 'BCDE'],
    ['type: match_value, cond: any, value: 5', 'B'],
    ['type: contains_wildcard, cond: any', 'C'],
    ['type: is_null, cond: all', 'D'],
  ])('%s: %s', (condition, fields) => {
    expect(changed(suffixed(`detection_item_conditions: [{ ${condition} }]`))).toBe(fields);
  });

  it('know what was done to the item', () => {
    const before =
      '  - { id: one, type: map_string, mapping: { x: z } }\n  - { type: set_state, key: k, val: true }\n';
    const of = (condition: string) =>
      changed(suffixed(`detection_item_conditions: [{ ${condition} }]`, before));
    expect(of('type: processing_item_applied, processing_item_id: one')).toBe('A');
    expect(of('type: processing_state, key: k, val: true')).toBe('ABCDE');
  });
});

describe('field name conditions', () => {
  it.each<[condition: string, fields: string]>([
    ['type: include_fields, fields: [A, C]', 'AC'],
    ["type: include_fields, fields: ['[AB]$'], mode: re", 'AB'],
    ['type: exclude_fields, fields: [A, C]', 'BDE'],
  ])('%s: %s', (condition, fields) => {
    expect(changed(suffixed(`field_name_conditions: [{ ${condition} }]`))).toBe(fields);
  });

  it('count for fields that values refer to', () => {
    const pipeline = suffixed('field_name_conditions: [{ type: include_fields, fields: [A] }]');
    expect(rewritten(RULE, pipeline)).toBe(PLAIN.replace('A=', 'A_=').replace('$A', '{$A_}'));
  });

  it('know what was done to the name', () => {
    const before = '  - { id: one, type: field_name_mapping, mapping: { B: F } }\n';
    const condition = '{ type: processing_item_applied, processing_item_id: one }';
    expect(changed(suffixed(`field_name_conditions: [${condition}]`, before))).toBe('F');
    expect(
      changed(suffixed(`field_name_conditions: [${condition}]\nfield_name_cond_not: true`, before)),
    ).toBe('ACDE');
  });
});

describe('refused conditions', () => {
  it.each([
    [
      'rule_conditions: [{ type: logsorce }]',
      'pipeline.yml:4:23: error sigma.bad-pipeline: Unknown type of condition "logsorce"',
    ],
    ['rule_conditions: [{ product: x }]', 'The parameter type is missing'],
    [
      'rule_conditions: [{ type: logsource, prodct: x }]',
      'pipeline.yml:4:42: error sigma.bad-pipeline: Unknown parameter "prodct"',
    ],
    ['rule_conditions: logsource', 'pipeline.yml:4:22: error sigma.bad-pipeline: A condition is not a map'],
    ['detection_item_conditions: [{ type: is_null }]', 'The parameter cond is missing'],
    [
      "detection_item_conditions: [{ type: match_string, cond: any, pattern: '(' }]",
      'It takes a regular expression.',
    ],
    [
      "field_name_conditions: [{ type: include_fields, mode: re, fields: ['('] }]",
      'It takes regular expressions.',
    ],
    ['rule_cond_op: xor', 'It takes one of and, or.'],
    [
      'rule_conditions: { a: { type: is_sigma_rule } }\nrule_cond_expr: a and b',
      'pipeline.yml:5:27: error sigma.bad-pipeline: The condition names "b", which is not defined',
    ],
    [
      'rule_conditions: { a: { type: is_sigma_rule }, b: { type: is_sigma_rule } }\nrule_cond_expr: a',
      'The expression does not use "b"',
    ],
    [
      'rule_conditions: { a: { type: is_sigma_rule } }\nrule_cond_expr: a\nrule_cond_op: or',
      'An operator and an expression exclude each other',
    ],
    [
      'rule_conditions: [{ type: rule_attribute, attribute: author, value: a, op: gt }]',
      'rule.yml:1:1: error sigma.pipeline-failure: The attribute author cannot be compared with gt and a',
    ],
  ])('%s', (conditions, wanted) => expect(rewritten(RULE, suffixed(conditions))).toContain(wanted));
});
