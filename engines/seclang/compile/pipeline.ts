import { analysisOf, type Variable } from '../transaction/variable.ts';
import { TRANSFORMATIONS, type Transformation, type TransformationName } from '../transformations/index.ts';

/** A chain of transformations. Chains that begin alike share their beginnings, and the values made by them. */
export interface Pipeline {
  /** Index of the made value in {@link ValueAnalysis.forms}. */
  readonly id: number;
  /** The chain without its last transformation; null for the chain that changes nothing. */
  readonly parent: Pipeline | null;
  /** The last transformation; null in the chain that changes nothing. */
  readonly name: TransformationName | null;
  readonly apply: Transformation;
  /**
   * Marks of a value without which the last transformation gives back the very value; null where it may change any, or
   * before rules with this pipeline are planned.
   */
  idleMarks: number | null;
}

/** Hands out pipelines, one for each distinct chain of transformations. */
export class PipelineTable {
  readonly #byChain = new Map<string, Pipeline>();
  readonly #identity: Pipeline = {
    id: 0,
    parent: null,
    name: null,
    apply: (value) => value,
    idleMarks: null,
  };

  /** The pipeline of a chain of canonical names. */
  intern(names: readonly TransformationName[]): Pipeline {
    let pipeline = this.#identity;
    let chain = '';
    for (const name of names) {
      chain += `,${name}`;
      let next = this.#byChain.get(chain);
      if (next === undefined) {
        next = {
          id: this.#byChain.size + 1,
          parent: pipeline,
          name,
          apply: TRANSFORMATIONS[name],
          idleMarks: null,
        };
        this.#byChain.set(chain, next);
      }
      pipeline = next;
    }
    return pipeline;
  }
}

/** The variable's value after the pipeline; made once, then kept with the variable where it may differ. */
export function formOf(variable: Variable, pipeline: Pipeline): string {
  const { parent, idleMarks } = pipeline;
  if (parent === null) return variable.value;
  const analysis = analysisOf(variable);
  const kept = analysis.forms?.[pipeline.id];
  if (kept !== undefined) return kept;
  const before = parent.parent === null ? (analysis.text ?? variable.value) : formOf(variable, parent);
  const { scan } = analysis;
  // What was found in the value itself tells nothing of what was made of it.
  const isIdle = idleMarks !== null && scan !== null && (scan.marks & idleMarks) === 0;
  if (isIdle && before === variable.value) return before;
  const form = pipeline.apply(before);
  analysis.forms ??= [];
  analysis.forms[pipeline.id] = form;
  return form;
}

/** All distinct values on the way through the pipeline, first to last, for `multiMatch`. */
export function formsAlong(variable: Variable, pipeline: Pipeline): readonly string[] {
  const last = formOf(variable, pipeline);
  if (pipeline.parent === null) return [last];
  const before = formsAlong(variable, pipeline.parent);
  return before.at(-1) === last ? before : [...before, last];
}

/** The pipeline and those that it is made of, longest first: where `multiMatch` looks. */
export function pipelinesAlong(pipeline: Pipeline): readonly Pipeline[] {
  return pipeline.parent === null ? [pipeline] : [pipeline, ...pipelinesAlong(pipeline.parent)];
}
