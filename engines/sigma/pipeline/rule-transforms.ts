import type { SigmaLogSource } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import { parseDetection } from '../parse/detection.ts';
import { findEntry, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import type { Parameters } from './parameters.ts';
import { markItem, type PipelineRun, refuse } from './run.ts';
import type { Transform } from './transform.ts';
import { itemsIn } from './walk.ts';

/** `add_condition`: the rule also needs (or, `negated`, must not have) these fields and values. */
export function addCondition(parameters: Parameters): Transform {
  const entry = parameters.entry('conditions');
  const given = parameters.text('name', '');
  const isTemplate = parameters.flag('template');
  const negated = parameters.flag('negated');
  const map = entry?.value.kind === 'map' ? entry.value : null;
  if (map === null) parameters.missing('conditions', null);
  else parseDetection(map, { report: parameters.report, placeholders: {} });
  const apply = (run: PipelineRun) => {
    if (map === null) return;
    const node = filled(map, { run, isTemplate });
    const detection = parseDetection(node, { report: run.report, placeholders: {} });
    if (detection === null) return;
    for (const item of itemsIn(detection)) markItem(run, item, item);
    const name = given === '' ? freeName(run) : given;
    const added: Condition = { kind: 'detection', name };
    const part: Condition = negated ? { kind: 'not', part: added } : added;
    run.rule = {
      ...run.rule,
      detections: new Map([...run.rule.detections, [name, detection]]),
      condition: { kind: 'and', parts: [part, run.rule.condition] },
    };
  };
  return { kind: 'rule', apply };
}

function freeName({ rule }: PipelineRun): string {
  let number = 1;
  while (rule.detections.has(`_cond_${number}`)) number += 1;
  return `_cond_${number}`;
}

/** Fills `$category`, `$product`, `$service` in templates, and `{vars.name}`; offsets stay those of the pipeline. */
function filled(node: YamlMap, source: TemplateSource): YamlMap {
  const entries = node.entries.map((entry) => ({ ...entry, value: filledNode(entry.value, source) }));
  return { ...node, entries };
}

interface TemplateSource {
  readonly run: PipelineRun;
  readonly isTemplate: boolean;
}

function filledNode(node: YamlNode, source: TemplateSource): YamlNode {
  if (node.kind === 'map') return filled(node, source);
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => filledNode(item, source)) };
  return node.kind === 'text' ? { ...node, value: filledText(node.value, source) } : node;
}

function filledText(text: string, { run, isTemplate }: TemplateSource): string {
  const { logsource } = run.rule.info;
  const named = isTemplate
    ? text.replace(
        /\$\{?(category|product|service)\b\}?/g,
        (whole, part: keyof SigmaLogSource) => logsource[part] ?? whole,
      )
    : text;
  return named.replace(/\{vars\.(\w+)\}/g, (whole, name: string) => {
    const [value] = run.vars.get(name) ?? [];
    return value === undefined ? whole : String(value);
  });
}

/** `change_logsource`: the log source is replaced as a whole. */
export function changeLogsource(parameters: Parameters): Transform {
  const category = parameters.text('category', '').toLowerCase();
  const product = parameters.text('product', '').toLowerCase();
  const service = parameters.text('service', '').toLowerCase();
  if (category + product + service === '') parameters.missing('category, product or service', null);
  const logsource: SigmaLogSource = {
    ...(product === '' ? {} : { product }),
    ...(category === '' ? {} : { category }),
    ...(service === '' ? {} : { service }),
  };
  const apply = (run: PipelineRun) => {
    run.rule = { ...run.rule, info: { ...run.rule.info, logsource } };
  };
  return { kind: 'rule', apply };
}

/** `set_state`; its value is called `val`, and `value` in some documentation. */
export function setState(parameters: Parameters): Transform {
  const key = parameters.text('key');
  const name = findEntry(parameters.map, 'value') === null ? 'val' : 'value';
  const value = parameters.value(name);
  return { kind: 'rule', apply: ({ state }) => void state.set(key, value) };
}

/** `set_custom_attribute`: for conditions on attributes. */
export function setCustomAttribute(parameters: Parameters): Transform {
  const attribute = parameters.text('attribute');
  const value = parameters.value('value');
  return { kind: 'rule', apply: ({ attributes }) => void attributes.set(attribute, value) };
}

/** `rule_failure`: the rule is rejected with this message. */
export function ruleFailure(parameters: Parameters): Transform {
  const message = parameters.text('message');
  return { kind: 'rule', apply: (run) => refuse(run, message) };
}

/** `add_field`, `remove_field`: the list of fields to show has no part in detection. */
export function changeFieldList(parameters: Parameters): Transform {
  parameters.texts('field');
  return { kind: 'rule', apply: () => undefined };
}

/** `set_field`: as {@link changeFieldList}. */
export function setFieldList(parameters: Parameters): Transform {
  parameters.texts('fields');
  return { kind: 'rule', apply: () => undefined };
}
