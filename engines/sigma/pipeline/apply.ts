import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { OpenRule } from '../ast/rule.ts';
import type { RuleReport } from '../parse/report.ts';
import { spellDashes } from '../parse/windash.ts';
import type { YamlMap } from '../parse/yaml-node.ts';
import { type Pipeline, type ProcessingItem, setHolds } from './pipeline.ts';
import { type DetectionItem, markField, markItem, type PipelineRun, refuse } from './run.ts';
import type { OpenTest, Transform } from './transform.ts';
import { mapItems, withoutDetections } from './walk.ts';

/** A rule with what it is written in. */
export interface PipelineInput {
  readonly rule: OpenRule;
  readonly node: YamlMap;
  readonly report: RuleReport;
}

/**
 * Rewrites a rule by pipelines, those of lower priority first; null, with a diagnostic, where one refuses it or nothing
 * of its condition is left (pySigma, "Processing Pipelines").
 */
export function applyPipelines(pipelines: readonly Pipeline[], input: PipelineInput): OpenRule | null {
  const errorsBefore = input.report.errors;
  const ordered = inOrder(pipelines);
  const run = startRun(ordered, { ...input, correlated: null });
  for (const { items } of ordered) for (const step of items) applyStep(step, run);
  return input.report.errors > errorsBefore ? null : run.rule;
}

/** Pipelines of lower priority first, those of the same in the order given. */
export function inOrder(pipelines: readonly Pipeline[]): readonly Pipeline[] {
  return [...pipelines].sort((a, b) => a.priority - b.priority);
}

/** What a rule or a correlation begins with; later pipelines overwrite variables of earlier ones. */
export function startRun(
  ordered: readonly Pipeline[],
  input: PipelineInput & Pick<PipelineRun, 'correlated'>,
): PipelineRun {
  return {
    ...input,
    vars: new Map(ordered.flatMap(({ vars }) => [...vars])),
    state: new Map(),
    attributes: new Map(),
    appliedToRule: new Set(),
    appliedToItem: new WeakMap(),
    appliedToField: new Map(),
    at: { step: null, identifier: null },
  };
}

function applyStep(step: ProcessingItem, run: PipelineRun): void {
  if (!setHolds(step.rule, (check) => check(run))) return;
  run.at = { step, identifier: null };
  const { transform } = step;
  if (transform.kind === 'rule') transform.apply(run);
  else if (transform.kind === 'nest') for (const inner of transform.items) applyStep(inner, run);
  else changeItems(step, transform, run);
  if (step.id !== null) run.appliedToRule.add(step.id);
}

type ItemTransform = Extract<Transform, { kind: 'item' | 'field' | 'value' }>;

function changeItems(step: ProcessingItem, transform: ItemTransform, run: PipelineRun): void {
  const detections = new Map<string, Detection<OpenToken>>();
  const gone = new Set<string>();
  for (const [name, detection] of run.rule.detections) {
    run.at = { step, identifier: name };
    const changed = mapItems(detection, (item) => changeItem(item, { step, transform }, run));
    if (changed === null) gone.add(name);
    else detections.set(name, changed);
  }
  const condition = gone.size === 0 ? run.rule.condition : withoutDetections(run.rule.condition, gone);
  run.at = { step, identifier: null };
  if (condition === null) refuse(run, 'The pipeline leaves nothing of the condition');
  else run.rule = { ...run.rule, detections, condition };
}

interface ItemStep {
  readonly step: ProcessingItem;
  readonly transform: ItemTransform;
}

/** Null where the item is taken out. */
function changeItem(
  item: DetectionItem,
  { step, transform }: ItemStep,
  run: PipelineRun,
): Detection<OpenToken> | null {
  if (!setHolds(step.detectionItem, (check) => check(item, run))) return item;
  if (transform.kind === 'field') return renameItem(item, { step, transform }, run);
  const names = [item.field, ...referredFields(item)];
  if (!setHolds(step.fieldName, (check) => names.some((name) => check(name, run)))) return item;
  const changed = transform.kind === 'item' ? transform.apply(item, run) : changeValues(item, transform, run);
  if (changed === 'drop') return null;
  if (changed !== null) markItem(run, item, changed);
  return changed ?? item;
}

function referredFields(item: DetectionItem): readonly string[] {
  if (item.kind === 'exists') return [];
  return item.tests.flatMap((test) => (test.kind === 'field-ref' ? [test.field] : []));
}

type FieldTransform = Extract<Transform, { kind: 'field' }>;

/** New names for the field of an item, and for fields that its values refer to. */
function renameItem(
  item: DetectionItem,
  { step, transform }: { readonly step: ProcessingItem; readonly transform: FieldTransform },
  run: PipelineRun,
): Detection<OpenToken> | null {
  const rename = (field: string | null) => newNames(field, { step, transform }, run);
  const referring = item.kind === 'exists' ? item : renameReferences(item, rename);
  const fields = rename(item.field);
  if (fields === null) {
    if (referring !== item) markItem(run, item, referring);
    return referring;
  }
  const copies = fields.map((field): Detection<OpenToken> => ({ ...referring, field }));
  const [only] = copies;
  if (only === undefined) return null;
  const changed: Detection<OpenToken> =
    copies.length === 1 ? only : { kind: isAbsence(item) ? 'and' : 'or', parts: copies };
  markItem(run, item, changed);
  return changed;
}

/** New names for a field under the conditions of the step; null where it keeps its own. */
export function newNames(
  field: string | null,
  { step, transform }: { readonly step: ProcessingItem; readonly transform: FieldTransform },
  run: PipelineRun,
): readonly string[] | null {
  const fields = transform.rename(field);
  if (fields === null || !setHolds(step.fieldName, (check) => check(field, run))) return null;
  markField(run, field, fields);
  return fields;
}

/** What must not be, must not be in any of the fields that a name stands for. */
function isAbsence(item: DetectionItem): boolean {
  return item.kind === 'exists' ? !item.expected : item.negated;
}

function renameReferences<Item extends Extract<DetectionItem, { kind: 'field' }>>(
  item: Item,
  rename: (field: string) => readonly string[] | null,
): Item {
  let isChanged = false;
  const tests = item.tests.map((test): OpenTest => {
    const fields = test.kind === 'field-ref' ? rename(test.field) : null;
    if (test.kind !== 'field-ref' || fields === null) return test;
    isChanged = true;
    return { kind: 'any-of', tests: fields.map((field) => ({ ...test, field })) };
  });
  return isChanged ? { ...item, tests } : item;
}

type ValueTransform = Extract<Transform, { kind: 'value' }>;

function changeValues(
  item: DetectionItem,
  { change }: ValueTransform,
  run: PipelineRun,
): Detection<OpenToken> | 'drop' | null {
  if (item.kind === 'exists') return null;
  const changed = item.tests.map((test) => changeValue(test, change, run));
  if (changed.every((tests) => tests === null)) return null;
  const tests = changed.flatMap((results, index) => oneTest(results ?? item.tests.slice(index, index + 1)));
  return tests.length === 0 ? 'drop' : { ...item, tests };
}

/** What one value became stays one test, so that `all` asks for one of its alternatives, not for each. */
function oneTest(tests: readonly OpenTest[]): readonly OpenTest[] {
  return tests.length > 1 ? [{ kind: 'any-of', tests }] : tests;
}

/** Alternatives of one written value stay so; dashes are spelled out before text is changed. */
function changeValue(
  test: OpenTest,
  change: ValueTransform['change'],
  run: PipelineRun,
): readonly OpenTest[] | null {
  const inner = alternatives(test);
  if (inner === null) return change(test, run);
  const changed = inner.map((alternative) => changeValue(alternative, change, run));
  if (changed.every((tests) => tests === null)) return null;
  const tests = changed.flatMap((results, index) => results ?? inner.slice(index, index + 1));
  return tests.length === 0 ? [] : [{ kind: 'any-of', tests }];
}

function alternatives(test: OpenTest): readonly OpenTest[] | null {
  if (test.kind === 'any-of') return test.tests;
  if (test.kind !== 'string' || !test.pattern.tokens.some(({ kind }) => kind === 'dash')) return null;
  return spellDashes(test.pattern)?.map((pattern) => ({ ...test, pattern })) ?? null;
}
