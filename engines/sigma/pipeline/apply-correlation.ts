import type { SigmaLogSource } from '../api.ts';
import type { CorrelationDraft } from '../correlation/parse.ts';
import type { RuleReport } from '../parse/report.ts';
import type { YamlMap } from '../parse/yaml-node.ts';
import { inOrder, newNames, startRun } from './apply.ts';
import { type Pipeline, type ProcessingItem, setHolds } from './pipeline.ts';
import { type PipelineRun, refuse } from './run.ts';

/** A correlation rule with what it is written in, and the log sources of the rules that it refers to. */
export interface CorrelationInput {
  readonly draft: CorrelationDraft;
  readonly node: YamlMap;
  readonly report: RuleReport;
  readonly correlated: readonly SigmaLogSource[];
}

/**
 * Gives the fields of a correlation the names that pipelines give them in its rules: those of `group-by` that are no
 * aliases, those of aliases, and those of the condition. Null, with a diagnostic, where a pipeline refuses it.
 */
export function applyToCorrelation(
  pipelines: readonly Pipeline[],
  input: CorrelationInput,
): CorrelationDraft | null {
  const { draft, node, report, correlated } = input;
  const errorsBefore = report.errors;
  const ordered = inOrder(pipelines);
  const info = { ...draft.info, level: draft.info.level ?? 'medium', logsource: {} };
  const rule = { info, detections: new Map(), condition: { kind: 'or', parts: [] } } as const;
  const run = startRun(ordered, { rule, node, report, correlated });
  let changed = draft;
  for (const { items } of ordered) for (const step of items) changed = applyStep(step, changed, run);
  return report.errors > errorsBefore ? null : changed;
}

function applyStep(step: ProcessingItem, draft: CorrelationDraft, run: PipelineRun): CorrelationDraft {
  if (!setHolds(step.rule, (check) => check(run))) return draft;
  run.at = { step, identifier: null };
  const { transform } = step;
  let changed = draft;
  if (transform.kind === 'rule') transform.apply(run);
  else if (transform.kind === 'nest')
    for (const inner of transform.items) changed = applyStep(inner, changed, run);
  else if (transform.kind === 'field') {
    changed = renameFields(draft, run, (field) => newNames(field, { step, transform }, run) ?? [field]);
  }
  if (step.id !== null) run.appliedToRule.add(step.id);
  return changed;
}

function renameFields(
  draft: CorrelationDraft,
  run: PipelineRun,
  rename: (field: string) => readonly string[],
): CorrelationDraft {
  const aliases = new Set(draft.aliases.map(({ alias }) => alias));
  const single = (field: string) => {
    const names = rename(field);
    const [name] = names;
    if (names.length !== 1)
      refuse(run, `The field ${field} becomes ${names.length} fields, and a correlation needs one`);
    return name ?? field;
  };
  return {
    ...draft,
    groupBy: draft.groupBy.map((field) => (aliases.has(field) ? field : single(field))),
    aliases: draft.aliases.map((entry) => ({ ...entry, field: single(entry.field) })),
    fields: draft.fields.map((field) => (aliases.has(field) ? field : single(field))),
  };
}
