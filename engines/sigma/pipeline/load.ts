import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaSource } from '../api.ts';
import { readDocuments } from '../parse/documents.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, type YamlEntry, type YamlMap, type YamlNode } from '../parse/yaml-node.ts';
import { FIELD_CHECKS, ITEM_CHECKS, RULE_CHECKS } from './checks.ts';
import { conditionKeys, readConditions } from './conditions.ts';
import { Parameters, plainValue } from './parameters.ts';
import type { Pipeline, PipelineValue, ProcessingItem } from './pipeline.ts';
import type { Transform } from './transform.ts';
import { REFUSED_TRANSFORMS, TRANSFORMS } from './transform-table.ts';

/** Pipelines that can be applied, and what was wrong with others. */
export interface LoadedPipelines {
  readonly pipelines: readonly Pipeline[];
  readonly diagnostics: readonly Diagnostic[];
}

const TOP_LEVEL = ['name', 'priority', 'allowed_backends', 'vars', 'transformations'];
const REFUSED_STAGES: readonly string[] = ['postprocessing', 'finalizers'];
const NEST_LIMIT = 10;

/**
 * Reads processing pipelines (YAML, one or more documents a source). A pipeline is read whole or refused with a
 * diagnostic of severity error; never throws on content.
 */
export function loadPipelines(sources: readonly SigmaSource[]): LoadedPipelines {
  const pipelines: Pipeline[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const source of sources) {
    for (const { node, report } of readDocuments(source)) {
      const pipeline = node === null ? null : readPipeline(node, { report, path: source.path });
      if (pipeline !== null && report.errors === 0) pipelines.push(pipeline);
      diagnostics.push(...report.diagnostics);
    }
  }
  return { pipelines, diagnostics };
}

/** What is wrong with processing pipelines, without any rules; never throws on content. */
export function checkPipelines(sources: readonly SigmaSource[]): readonly Diagnostic[] {
  return loadPipelines(sources).diagnostics;
}

interface Reading {
  readonly report: RuleReport;
  readonly path: string;
}

function readPipeline(node: YamlNode, reading: Reading): Pipeline | null {
  const { report, path } = reading;
  if (node.kind !== 'map') {
    const help = 'Write a map with `transformations:`.';
    return report.error({ code: 'sigma.bad-pipeline', message: 'A pipeline is a map', help }, node.at);
  }
  for (const entry of node.entries) checkTopLevel(entry, report);
  const steps = findEntry(node, 'transformations');
  const items = steps === null ? [] : readSteps(steps, reading, 0);
  const name = new Parameters(node, report).text('name', path);
  return { name, priority: readPriority(node, report), vars: readVars(node, report), items };
}

function checkTopLevel({ key, keyAt, value }: YamlEntry, report: RuleReport): void {
  if (TOP_LEVEL.includes(key)) return;
  const isEmpty = value.kind === 'null' || (value.kind === 'list' && value.items.length === 0);
  if (REFUSED_STAGES.includes(key)) {
    if (isEmpty) return;
    const message = `${key} works on the text of queries, and rules do not become queries here`;
    const help = `Remove ${key}; transformations are applied to the rules themselves.`;
    report.error({ code: 'sigma.unsupported-pipeline', message, help }, keyAt);
    return;
  }
  const help = `Known here: ${TOP_LEVEL.join(', ')}.`;
  report.error({ code: 'sigma.bad-pipeline', message: `Unknown key ${JSON.stringify(key)}`, help }, keyAt);
}

function readPriority(node: YamlMap, report: RuleReport): number {
  const entry = findEntry(node, 'priority');
  if (entry === null) return 0;
  if (entry.value.kind === 'number') return entry.value.value;
  report.error({ code: 'sigma.bad-pipeline', message: 'The priority is not a number' }, entry.value.at);
  return 0;
}

function readVars(node: YamlMap, report: RuleReport): ReadonlyMap<string, readonly PipelineValue[]> {
  const entry = findEntry(node, 'vars');
  const vars = new Map<string, readonly PipelineValue[]>();
  if (entry === null || entry.value.kind === 'null') return vars;
  if (entry.value.kind !== 'map') {
    report.error({ code: 'sigma.bad-pipeline', message: 'vars is not a map' }, entry.value.at);
    return vars;
  }
  for (const { key, value } of entry.value.entries) {
    const items = (value.kind === 'list' ? value.items : [value]).map(plainValue);
    const values = items.filter((item) => item !== undefined && item !== null);
    if (values.length < items.length || values.length === 0) {
      const message = `The variable ${key} has a value that is neither text nor a number`;
      const help = 'Give text, a number, or a list of them.';
      report.error({ code: 'sigma.bad-pipeline', message, help }, value.at);
    }
    vars.set(key, values);
  }
  return vars;
}

function readSteps(entry: YamlEntry, reading: Reading, depth: number): readonly ProcessingItem[] {
  const { report } = reading;
  if (entry.value.kind !== 'list' || depth > NEST_LIMIT) {
    const help = 'Write a list of steps, each a map with `type:`.';
    const message = depth > NEST_LIMIT ? 'Steps are nested too deep' : `${entry.key} is not a list`;
    report.error({ code: 'sigma.bad-pipeline', message, help }, entry.value.at);
    return [];
  }
  return entry.value.items.flatMap((node) => {
    if (node.kind === 'map') return readStep(node, reading, depth) ?? [];
    report.error({ code: 'sigma.bad-pipeline', message: 'A step is not a map' }, node.at);
    return [];
  });
}

function readStep(map: YamlMap, reading: Reading, depth: number): ProcessingItem | null {
  const { report } = reading;
  const parameters = new Parameters(map, report);
  const id = parameters.text('id', '');
  const transform = readTransform(parameters, reading, depth);
  if (transform === null) return null;
  parameters.finish([
    ...conditionKeys('rule'),
    ...conditionKeys('detection_item'),
    ...conditionKeys('field_name'),
  ]);
  return {
    id: id === '' ? null : id,
    transform,
    rule: readConditions(map, { scope: 'rule', table: RULE_CHECKS }, report),
    detectionItem: readConditions(map, { scope: 'detection_item', table: ITEM_CHECKS }, report),
    fieldName: readConditions(map, { scope: 'field_name', table: FIELD_CHECKS }, report),
    place: report.placeText(map.at),
  };
}

function readTransform(parameters: Parameters, reading: Reading, depth: number): Transform | null {
  const { report } = reading;
  const { at } = parameters.map;
  const type = parameters.text('type');
  if (type === 'nest') {
    const items = parameters.entry('items');
    return {
      kind: 'nest',
      items: items === null ? parameters.missing('items', []) : readSteps(items, reading, depth + 1),
    };
  }
  if (isKnown(TRANSFORMS, type)) return TRANSFORMS[type](parameters);
  if (isKnown(REFUSED_TRANSFORMS, type)) {
    const [reason, help] = REFUSED_TRANSFORMS[type];
    return report.error(
      { code: 'sigma.unsupported-pipeline', message: `${type} is not done: ${reason}`, help },
      at,
    );
  }
  const message = `Unknown type of transformation ${JSON.stringify(type)}`;
  const help = `Known here: nest, ${Object.keys(TRANSFORMS).join(', ')}.`;
  return type === '' ? null : report.error({ code: 'sigma.bad-pipeline', message, help }, at);
}

function isKnown<T extends object>(table: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(table, name);
}
