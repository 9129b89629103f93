import { describe, expect, it } from 'vitest';
import { parseSigma } from '../load.ts';
import { rewritten } from './rewritten.ts';

/** A pipeline of steps, each a flow map. */
const steps = (...items: readonly string[]) =>
  `transformations:\n${items.map((item) => `  - ${item}\n`).join('')}`;
const selected = (lines: string) => `s:\n${lines.replace(/^/gm, '  ')}\ncondition: s`;

describe('transformations', () => {
  it.each<[step: string, selection: string, wanted: string]>([
    // Field names.
    ['{ type: field_name_mapping, mapping: { A: b } }', 'A: x', "b='x'"],
    ['{ type: field_name_mapping, mapping: { A: [b, c] } }', 'A: x\nD: 1', "((b='x' or c='x') and D=1)"],
    ['{ type: field_name_mapping, mapping: { A: [b, c] } }', 'A|neq: x', "(b!='x' and c!='x')"],
    ['{ type: field_name_mapping, mapping: { A: [b, c] } }', 'A|exists: true', '(b or c)'],
    ['{ type: field_name_mapping, mapping: { A: [b, c] } }', 'A|exists: false', '(no b and no c)'],
    ['{ type: field_name_mapping, mapping: { A: [] } }', 'A: x\nB: y', "(B='y')"],
    ['{ type: field_name_mapping, mapping: { A: b } }', 'C|fieldref: A', 'C={$b}'],
    ['{ type: field_name_mapping, mapping: { null: message } }', '- word', "message='*word*'"],
    ['{ type: field_name_mapping, mapping: { A: b } }', 'a: x', "a='x'"],
    ['{ type: field_name_prefix_mapping, mapping: { win.: [w., v.] } }', 'win.x: 1', '(w.x=1 or v.x=1)'],
    ['{ type: field_name_prefix_mapping, mapping: { win.: w. } }', 'x.win.: 1', 'x.win.=1'],
    ['{ type: field_name_prefix, prefix: win. }', 'A: x', "win.A='x'"],
    ['{ type: field_name_prefix, prefix: win. }', '- word', "<any>='*word*'"],
    ['{ type: field_name_suffix, suffix: .keyword }', 'A|contains: x', "A.keyword='*x*'"],
    [
      '{ type: field_name_transform, transform_func: snake_case }',
      'ParentProcessID: 1',
      'parent_process_id=1',
    ],
    [
      '{ type: field_name_transform, transform_func: lower, mapping: { AB: Xy } }',
      'AB: 1\nCD: 2',
      '(Xy=1 and cd=2)',
    ],
    ['{ type: field_name_transform, transform_func: upper }', 'ab: 1', 'AB=1'],
    ['{ type: add_field, field: x }', 'A: 1', 'A=1'],
    ['{ type: remove_field, field: [x, y] }', 'A: 1', 'A=1'],
    ['{ type: set_field, fields: [x] }', 'A: 1', 'A=1'],
    // Values.
    ["{ type: replace_string, regex: 'C:', replacement: 'D:' }", "A: ['C:\\x', 5]", "A='D:\\x' | 5"],
    ["{ type: replace_string, regex: '(a)(?P<n>b)', replacement: '\\g<n>\\1' }", "A: 'xab*'", "A='xba*'"],
    ["{ type: replace_string, regex: '^\\*', replacement: '' }", 'A|endswith: x', "A='x'"],
    ["{ type: replace_string, regex: x, replacement: '*' }", 'A: axb', "A='a*b'"],
    ["{ type: replace_string, regex: x, replacement: '*', skip_special: true }", "A: 'ax*'", "A='a\\**'"],
    [
      "{ type: replace_string, regex: x, replacement: '*', skip_special: true, interpret_special: true }",
      "A: 'ax?'",
      "A='a*?'",
    ],
    ["{ type: replace_string, regex: '\\\\', replacement: '/' }", "A: 'C:\\a\\b'", "A='C:/a/b'"],
    ['{ type: replace_string, regex: y, replacement: z }', "A: 'C:\\*\\?\\\\*'", "A='C:\\*\\?\\\\*'"],
    ['{ type: map_string, mapping: { x: y } }', 'A: [x, z]', "A='y' | 'z'"],
    ['{ type: map_string, mapping: { x: [y, z] } }', 'A|all: [x, w]', "A={'y' | 'z'} & 'w'"],
    ['{ type: map_string, mapping: { x: [] } }', 'A: [x, w]', "A='w'"],
    ['{ type: case, method: upper }', "A|cased: 'aB*'", "A='AB*'c"],
    ['{ type: case, method: snake_case }', 'A|cased: aBc', "A='a_bc'c"],
    ['{ type: regex, method: plain }', "A: 'a.b*c'", 'A=/\\Aa\\.b.*c\\z/s'],
    ['{ type: regex, method: ignore_case_flag }', "A|contains: 'x?'", 'A=/\\A.*x..*\\z/is'],
    ['{ type: regex }', 'A: a1', 'A=/\\A[aA]1\\z/s'],
    ['{ type: set_value, value: 5 }', 'A: [x, y]', 'A=5 | 5'],
    ["{ type: set_value, value: '5', force_type: num }", 'A: x', 'A=5'],
    ['{ type: set_value, value: 5, force_type: str }', 'A: x', "A='5'"],
    ['{ type: set_value, value: null }', 'A: x', 'A=null'],
    ['{ type: convert_type, target_type: str }', 'A: [5, null]', "A='5' | null"],
    ['{ type: convert_type, target_type: num }', "A: ['5', 6]", 'A=5 | 6'],
    ['{ type: case }', "A|windash|cased: '-X'", "A={'-x'c | '/x'c | '–x'c | '—x'c | '―x'c}"],
    [
      '{ type: hashes_fields, valid_hash_algos: [MD5, SHA1], field_prefix: File }',
      'Hashes: [SHA1=ab, MD5=cd]',
      "(FileSHA1='ab' or FileMD5='cd')",
    ],
    [
      '{ type: hashes_fields, valid_hash_algos: [MD5], field_prefix: Hash, drop_algo_prefix: true }',
      `Hashes|contains: MD5=${'0'.repeat(32)}`,
      `(Hash='${'0'.repeat(32)}*')`,
    ],
    // Items, conditions, the rule.
    [
      '{ type: drop_detection_item, field_name_conditions: [{ type: include_fields, fields: [A] }] }',
      'A: x\nB: y',
      "(B='y')",
    ],
    ['{ type: add_condition, conditions: { E: 1, F|contains: x } }', 'A: 1', "((E=1 and F='*x*') and A=1)"],
    ['{ type: add_condition, conditions: { E: [1, 2] }, negated: true }', 'A: 1', '(not E=1 | 2 and A=1)'],
    [
      '{ type: add_condition, conditions: { E: $product-$category }, template: true }',
      'A: 1',
      "(E='windows-process_creation' and A=1)",
    ],
    ['{ type: change_logsource, product: windows, service: sysmon }', 'A: 1', '[windows//sysmon] A=1'],
    [
      '{ type: nest, items: [{ type: field_name_prefix, prefix: a. }, { type: field_name_suffix, suffix: .b }] }',
      'A: 1',
      'a.A.b=1',
    ],
  ])('%s', (step, selection, wanted) => {
    expect(rewritten(selected(selection), steps(step))).toBe(wanted);
  });

  it('take a detection out of the condition when nothing of it is left', () => {
    const step =
      '{ type: drop_detection_item, field_name_conditions: [{ type: include_fields, fields: [A] }] }';
    const rule = 's: { A: x }\nt: { B: y }\nf: { A: z }\ncondition: s and t and not f';
    expect(rewritten(rule, steps(step))).toBe("B='y'");
    expect(rewritten('s: [{ A: x }, { B: y }]\ncondition: s', steps(step))).toBe("((B='y'))".slice(1, -1));
  });

  it('go by priority, then in the order given', () => {
    const suffix = (text: string, priority: number) =>
      `priority: ${priority}\n${steps(`{ type: field_name_suffix, suffix: ${text} }`)}`;
    expect(rewritten(selected('A: 1'), suffix('1', 20), suffix('2', 10), suffix('3', 20))).toBe('A213=1');
  });

  it('fill placeholders from vars', () => {
    const vars = 'vars: { admins: [root, adm*], n: 5 }\n';
    const values = steps('{ type: value_placeholders }');
    const wild = steps('{ type: wildcard_placeholders }');
    expect(rewritten(selected("A|expand: '%admins%'"), vars + values)).toBe("A={'root' | 'adm*'}");
    expect(rewritten(selected("A|contains|expand: 'x%n%'"), vars + values)).toBe("A='*x5*'");
    expect(rewritten(selected("A|expand: '%admins%-%other%'"), vars + values, wild)).toBe(
      "A={'root-*' | 'adm*-*'}",
    );
    expect(
      rewritten(selected("A|expand: '%a%%b%'"), steps('{ type: wildcard_placeholders, include: [a] }')),
    ).toContain('rule.yml:11:15: error sigma.unfilled-placeholder: Nothing fills the placeholder %b%');
    expect(
      rewritten(
        selected("A|expand: '%admins%'"),
        vars + steps('{ type: value_placeholders, exclude: [admins] }'),
      ),
    ).toContain('Nothing fills the placeholder %admins%');
  });

  it('fill variables into added conditions', () => {
    const pipeline = `vars: { index: main }\n${steps("{ type: add_condition, conditions: { index: '{vars.index}' } }")}`;
    expect(rewritten(selected('A: 1'), pipeline)).toBe("(index='main' and A=1)");
  });

  it('leave rules without pipelines as they are, and count those that they refuse', () => {
    const text =
      'title: t\nid: i\nlevel: low\nlogsource: { product: p }\ndetection: { s: { A: 1 }, condition: s }\n';
    const pipelines = [{ path: 'p.yml', text: steps("{ type: rule_failure, message: 'No.' }") }];
    const { counts } = parseSigma([{ path: 'r.yml', text }], { pipelines });
    expect(counts).toEqual({ read: 1, loaded: 0, rejected: 1 });
    expect(parseSigma([{ path: 'r.yml', text }], { pipelines: [] }).counts.loaded).toBe(1);
  });
});

describe('refusals', () => {
  it.each<[step: string, selection: string, wanted: string]>([
    [
      "{ type: rule_failure, message: 'Not here.' }",
      'A: 1',
      'rule.yml:1:1: error sigma.pipeline-failure: Not here.\n    title: A rule\n  help: The pipeline says so at pipeline.yml:2:5; change it there, or leave out the rule.',
    ],
    [
      "{ type: detection_item_failure, message: 'No A.', field_name_conditions: [{ type: include_fields, fields: [A] }] }",
      'A: 1',
      'rule.yml:10:3: error sigma.pipeline-failure: No A.\n      s:',
    ],
    [
      '{ type: drop_detection_item }',
      'A: 1',
      'error sigma.pipeline-failure: The pipeline leaves nothing of the condition',
    ],
    [
      '{ type: convert_type, target_type: num }',
      'A: x',
      'error sigma.pipeline-failure: The value "x" cannot become a number',
    ],
    [
      '{ type: regex }',
      "A|expand: '%x%'",
      'error sigma.pipeline-failure: A placeholder cannot become a regular expression',
    ],
    [
      '{ type: hashes_fields, valid_hash_algos: [MD5] }',
      'A: SHA1=1',
      'error sigma.pipeline-failure: No hash of MD5 stands in the item',
    ],
    [
      "{ type: query_expression_placeholders, expression: '{field} in {id}' }",
      'A: 1',
      'pipeline.yml:2:5: error sigma.unsupported-pipeline: query_expression_placeholders is not done: it writes an expression of a query language',
    ],
    [
      '{ type: file_placeholders }',
      'A: 1',
      'sigma.unsupported-pipeline: file_placeholders is not done: pipelines open no files',
    ],
    ['{ type: http_placeholders }', 'A: 1', 'pipelines open no connections'],
    ['{ type: command_placeholders }', 'A: 1', 'pipelines start no programs'],
    [
      '{ type: field_mapping, mapping: {} }',
      'A: 1',
      'pipeline.yml:2:5: error sigma.bad-pipeline: Unknown type of transformation "field_mapping"',
    ],
    ['{ mapping: {} }', 'A: 1', 'pipeline.yml:2:5: error sigma.bad-pipeline: The parameter type is missing'],
    ['{ type: field_name_mapping }', 'A: 1', 'The parameter mapping is missing'],
    [
      '{ type: field_name_mapping, mapping: [a] }',
      'A: 1',
      'pipeline.yml:2:42: error sigma.bad-pipeline: The parameter mapping has a value that does not fit',
    ],
    ['{ type: case, method: title }', 'A: 1', 'It takes one of lower, upper, snake_case.'],
    [
      '{ type: case, metod: lower }',
      'A: 1',
      'pipeline.yml:2:19: error sigma.bad-pipeline: Unknown parameter "metod"',
    ],
    ["{ type: replace_string, regex: '(', replacement: x }", 'A: 1', 'It takes a regular expression.'],
    [
      '{ type: value_placeholders, include: [a], exclude: [b] }',
      'A: 1',
      'It takes nothing where include is given.',
    ],
    ['{ type: change_logsource }', 'A: 1', 'The parameter category, product or service is missing'],
    [
      '{ type: add_condition, conditions: { A|nope: 1 } }',
      'A: 1',
      'pipeline.yml:2:42: error sigma.unknown-modifier: Unknown modifier "nope"',
    ],
    ['{ type: set_value, value: x, force_type: num }', 'A: 1', 'It takes a number.'],
    ['text', 'A: 1', 'pipeline.yml:2:5: error sigma.bad-pipeline: A step is not a map'],
  ])('%s', (step, selection, wanted) => {
    expect(rewritten(selected(selection), steps(step))).toContain(wanted);
  });

  it.each([
    [
      'finalizers: [{ type: concat }]',
      'pipeline.yml:1:1: error sigma.unsupported-pipeline: finalizers works on the text of queries',
    ],
    [
      'postprocessing: [{ type: embed }]',
      'error sigma.unsupported-pipeline: postprocessing works on the text of queries',
    ],
    ['transformation: []', 'pipeline.yml:1:1: error sigma.bad-pipeline: Unknown key "transformation"'],
    [
      'transformations: { a: b }',
      'pipeline.yml:1:18: error sigma.bad-pipeline: transformations is not a list',
    ],
    ['priority: high', 'pipeline.yml:1:11: error sigma.bad-pipeline: The priority is not a number'],
    [
      'vars: { a: { b: c } }',
      'pipeline.yml:1:12: error sigma.bad-pipeline: The variable a has a value that is neither text nor a number',
    ],
    ['- a', 'pipeline.yml:1:1: error sigma.bad-pipeline: A pipeline is a map'],
    ['a: [', 'error sigma.yaml'],
  ])('%s', (pipeline, wanted) => expect(rewritten(selected('A: 1'), pipeline)).toContain(wanted));

  it('load no rule where a pipeline is broken', () => {
    const text =
      'title: t\nid: i\nlevel: low\nlogsource: { product: p }\ndetection: { s: { A: 1 }, condition: s }\n';
    const { rules, counts } = parseSigma([{ path: 'r.yml', text }], {
      pipelines: [{ path: 'p.yml', text: 'nonsense: 1' }],
    });
    expect(rules).toEqual([]);
    expect(counts).toEqual({ read: 1, loaded: 0, rejected: 1 });
  });
});
