import type { Scan } from '@dejfa/match';
import type { CompiledLink } from '../compile/compiled-chain.ts';
import type { KeyPlan } from '../compile/wake-plan.ts';
import type { OperatorMatch } from '../operators/index.ts';

/** What was found out about a value; it follows from the value and the rules alone. */
export interface ValueAnalysis {
  /** The value, where what is known of it is kept from request to request; else null. */
  readonly text: string | null;
  /** The value after each pipeline that a rule asked for, by the pipeline's id; null until one does. */
  forms: (string | undefined)[] | null;
  /** What one pass over the value found; null until a rule asks. */
  scan: Scan | null;
  /** What one pass over each of the forms found that differ from the value, by the pipeline's id; null until there is one. */
  scans: (Scan | undefined)[] | null;
  /** The plan that asked first for the steps that match the value, and these; most values stand in one place only. */
  plan: KeyPlan | null;
  matching: readonly number[];
  /** The same for other plans; null until there is one. */
  matchingOthers: Map<KeyPlan, readonly number[]> | null;
  /** What rules' operators say of the value, by rule; null until one does, and where the value is not kept. */
  told: Map<CompiledLink, Told> | null;
}

/** What an operator says of a value. */
export interface Told {
  /** The forms of the value that match; several only with `multiMatch`. */
  readonly matching: readonly string[];
  /** By place in `matching`: where the operator matched; undefined until a rule asks. */
  readonly located: (OperatorMatch | null | undefined)[];
}

/** One value that rules look at, for example the argument `q` of the query. Values are bytes as latin1 strings. */
export interface Variable {
  /** Upper-case collection name. */
  readonly collection: string;
  /** Name inside the collection as the request spells it; null where the collection has one value only. */
  readonly key: string | null;
  readonly value: string;
  /** Null until a rule asks; variables with the same value may share it. */
  analysis: ValueAnalysis | null;
}

/** A variable that no rule has looked at yet. `key`: null where the collection has one value only. */
export function createVariable(collection: string, key: string | null, value: string): Variable {
  return { collection, key, value, analysis: null };
}

/** The variable under the name of another collection, with what is known of the value. */
export function copyVariable(variable: Variable, collection: string): Variable {
  const { key, value, analysis } = variable;
  return { collection, key, value, analysis };
}

/** Nothing is known yet. */
export function createAnalysis(): ValueAnalysis {
  return createAnalysisOf(null);
}

/** Nothing is known yet of a value that is kept from request to request; `text`: a text of its own. */
export function createLastingAnalysis(text: string): ValueAnalysis {
  return createAnalysisOf(text);
}

function createAnalysisOf(text: string | null): ValueAnalysis {
  return {
    text,
    forms: null,
    scan: null,
    scans: null,
    plan: null,
    matching: NONE,
    matchingOthers: null,
    told: null,
  };
}

const NONE: readonly number[] = [];

/** What is known of the variable's value. */
export function analysisOf(variable: Variable): ValueAnalysis {
  variable.analysis ??= createAnalysis();
  return variable.analysis;
}

/** The name as rules and logs write it: `ARGS:q`, `REQUEST_LINE`. */
export function fullNameOf(variable: Variable): string {
  return variable.key === null ? variable.collection : `${variable.collection}:${variable.key}`;
}
