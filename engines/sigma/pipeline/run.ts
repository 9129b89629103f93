import type { SigmaLogSource } from '../api.ts';
import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { OpenRule } from '../ast/rule.ts';
import type { RuleReport } from '../parse/report.ts';
import { findEntry, type YamlMap } from '../parse/yaml-node.ts';
import type { PipelineValue, ProcessingItem } from './pipeline.ts';

/** A detection item: a field with its values, keywords, or a field that must exist or not. */
export type DetectionItem = Extract<Detection<OpenToken>, { kind: 'field' | 'exists' }>;

/** One rule on its way through the pipelines; what it knows is forgotten after the rule. */
export interface PipelineRun {
  rule: OpenRule;
  /** For a correlation rule, the log sources of the rules that it refers to; its own rule is then an empty one. */
  readonly correlated: readonly SigmaLogSource[] | null;
  /** The rule as it is written, for conditions on attributes and for the places of diagnostics. */
  readonly node: YamlMap;
  readonly report: RuleReport;
  readonly vars: ReadonlyMap<string, readonly PipelineValue[]>;
  /** `set_state`. */
  readonly state: Map<string, PipelineValue>;
  /** `set_custom_attribute`. */
  readonly attributes: Map<string, PipelineValue>;
  /** Identifiers of the steps that were applied to the rule, to its items, and to names of its fields. */
  readonly appliedToRule: Set<string>;
  readonly appliedToItem: WeakMap<DetectionItem, ReadonlySet<string>>;
  readonly appliedToField: Map<string, ReadonlySet<string>>;
  /** The step at work, and the search identifier that it is at. */
  at: { readonly step: ProcessingItem | null; readonly identifier: string | null };
}

/** Reports that the step at work refuses the rule; the place is the search identifier, or the rule's title. */
export function refuse(run: PipelineRun, message: string): void {
  run.report.error({ code: 'sigma.pipeline-failure', message, help: stepHelp(run) }, placeOf(run));
}

/** Says what the step at work left out of the rule. */
export function warnStep(run: PipelineRun, message: string): void {
  run.report.warn({ code: 'sigma.pipeline-failure', message, help: stepHelp(run) }, placeOf(run));
}

function stepHelp({ at }: PipelineRun): string {
  return `The pipeline says so at ${at.step?.place ?? 'an unknown place'}; change it there, or leave out the rule.`;
}

function placeOf({ node, at }: PipelineRun): number {
  const detection = findEntry(node, 'detection')?.value;
  const entry =
    detection?.kind === 'map' && at.identifier !== null ? findEntry(detection, at.identifier) : null;
  return entry?.keyAt ?? findEntry(node, 'title')?.keyAt ?? node.at;
}

/** Notes that the step at work changed an item: `to` also carries what was applied to `from`. */
export function markItem(run: PipelineRun, from: DetectionItem, to: Detection<OpenToken>): void {
  if (to.kind === 'and' || to.kind === 'or') {
    for (const part of to.parts) markItem(run, from, part);
    return;
  }
  const ids = new Set(run.appliedToItem.get(from));
  for (const id of run.appliedToItem.get(to) ?? []) ids.add(id);
  if (run.at.step?.id != null) ids.add(run.at.step.id);
  run.appliedToItem.set(to, ids);
}

/** Notes that the step at work gave a field new names. */
export function markField(run: PipelineRun, from: string | null, to: readonly string[]): void {
  const ids = new Set(run.appliedToField.get(from ?? ''));
  if (run.at.step?.id != null) ids.add(run.at.step.id);
  for (const name of to) run.appliedToField.set(name, ids);
}
