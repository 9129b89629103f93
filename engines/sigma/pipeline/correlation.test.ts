import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import { parseSigma } from '../load.ts';

const RULES = `title: A rule
id: r1
name: one
level: low
logsource: { product: windows }
detection: { s: { User: x }, condition: s }
---
title: A correlation
id: c1
level: high
correlation:
  type: value_count
  rules: [one]
  group-by: [Host, who]
  timespan: 5m
  aliases: { who: { one: User } }
  condition: { field: Port, gte: 3 }
`;

/** JSON with maps as lists. */
const shown = (value: unknown) =>
  JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner));

/** The correlation's plan under a pipeline as JSON, or what was said about it. */
function planned(steps: string): string {
  const pipelines = [{ path: 'pipeline.yml', text: `transformations:\n${steps}` }];
  const { correlations, diagnostics } = parseSigma([{ path: 'rules.yml', text: RULES }], { pipelines });
  return diagnostics.length > 0 ? diagnostics.map(formatDiagnostic).join('\n') : shown(correlations);
}

describe('correlations under pipelines', () => {
  it('get the names of fields that their rules get, but for aliases', () => {
    const plan = planned('  - { type: field_name_suffix, suffix: _x }\n');
    for (const name of ['Host_x', 'User_x', 'Port_x', '"who"']) expect(plan).toContain(name);
    expect(plan).not.toContain('who_x');
  });

  it('are told apart from rules, and have the log sources of theirs', () => {
    const suffix = (condition: string) =>
      planned(`  - { type: field_name_suffix, suffix: _x, rule_conditions: [{ ${condition} }] }\n`);
    expect(suffix('type: is_sigma_correlation_rule')).toContain('Host_x');
    expect(suffix('type: is_sigma_rule')).not.toContain('Host_x');
    expect(suffix('type: logsource, product: windows')).toContain('Host_x');
    expect(suffix('type: logsource, product: linux')).not.toContain('Host_x');
  });

  it('are refused where a field becomes several', () => {
    expect(planned('  - { type: field_name_mapping, mapping: { Host: [a, b] } }\n')).toContain(
      'rules.yml:8:1: error sigma.pipeline-failure: The field Host becomes 2 fields, and a correlation needs one',
    );
  });
});
