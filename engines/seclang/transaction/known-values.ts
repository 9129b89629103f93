import { createAnalysis, type ValueAnalysis, type Variable } from './variable.ts';

/** Longer values are not kept. */
const KEPT_LENGTH = 256;

/** Values of one generation; twice as many are kept at most. */
const GENERATION_SIZE = 4096;

/** Nothing is known yet of a value that is kept from request to request. */
export function createLastingAnalysis(): ValueAnalysis {
  return { ...createAnalysis(), told: new Map() };
}

/**
 * Remembers what was found out about values that come again and again: names of parameters, header fields of browsers,
 * paths. All that is kept follows from the value alone, so that it changes what a request costs and nothing else.
 * A class, because it owns the values; when one generation of them is full, the one before it is forgotten, so that
 * neither memory nor the cost of a new value grows with what attackers send.
 */
export class KnownValues {
  #young = new Map<string, ValueAnalysis>();
  #old = new Map<string, ValueAnalysis>();

  /**
   * What is known of the variable's value, or room for it; kept with the variable, for rules that no search helps, too.
   * Null for a value that is not kept.
   */
  analysisFor(variable: Variable): ValueAnalysis | null {
    if (variable.value.length > KEPT_LENGTH) return null;
    variable.analysis ??= this.analysisOf(variable.value);
    return variable.analysis;
  }

  /** What is known of a value, or room for it; null for a value that is not kept. */
  analysisOf(value: string): ValueAnalysis | null {
    if (value.length > KEPT_LENGTH) return null;
    const young = this.#young.get(value);
    if (young !== undefined) {
      young.told ??= new Map();
      return young;
    }
    const analysis = this.#old.get(value) ?? createAnalysis();
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(value, analysis);
    return analysis;
  }
}
