import { bytesOf, textOf } from '../transformations/bytes.ts';
import { createLastingAnalysis, type ValueAnalysis, type Variable } from './variable.ts';

/** Longer values are not kept; tokens and lists of consents in cookies are often that long. */
const KEPT_LENGTH = 1024;

/** Values of one generation; twice as many are kept at most. */
const GENERATION_SIZE = 4096;

/** Places for traces of values that came lately, two beside each other for each trace; a power of two. */
const TRACES = 16_384;

/** Bytes of a value that go into its trace. */
const TRACED_BYTES = 16;

/** FNV-1a with 32 bits: the factor. */
const PRIME = 0x01000193;

/**
 * Remembers what was found out about values that come again and again: header fields of browsers, paths, session
 * cookies, choices of forms. All that is kept follows from the value alone, so that it changes what a request costs and
 * nothing else. A value that comes for the first time leaves a trace and no more: most of those are never seen again.
 * A class, because it owns the values; when one generation of them is full, the one before it is forgotten, so that
 * neither memory nor the cost of a new value grows with what attackers send.
 */
export class KnownValues {
  #young = new Map<string, ValueAnalysis>();
  #old = new Map<string, ValueAnalysis>();
  /** By place: a hash of some bytes of the value that came there last, and the request in which it did. */
  readonly #traces = new Int32Array(TRACES);
  readonly #tracedIn = new Int32Array(TRACES);
  #request = 0;

  /** Notes that a request begins: what comes twice in one need not come again in others. */
  begin(): void {
    this.#request = (this.#request + 1) | 0;
  }

  /**
   * What is known of the variable's value, or room for it; kept with the variable, for rules that no search helps, too.
   * Null for a value that is not kept.
   */
  analysisFor(variable: Variable): ValueAnalysis | null {
    const { analysis } = variable;
    if (analysis !== null && analysis.text !== null) return analysis;
    // Found out in this request, or shared with a variable of which it was: there is nothing to gain any more.
    if (analysis !== null && (analysis.scan !== null || analysis.forms !== null)) return null;
    const known = this.analysisOf(variable.value);
    if (known !== null) variable.analysis = known;
    return known;
  }

  /** What is known of a value, or room for it; null for one that is too long, or did not come before. */
  analysisOf(value: string): ValueAnalysis | null {
    if (value.length > KEPT_LENGTH || !this.#cameBefore(value)) return null;
    const young = this.#young.get(value);
    return young ?? this.#keep(value);
  }

  #keep(value: string): ValueAnalysis {
    // A copy, because a value may be a part of the whole request, which must not be kept with it.
    const text = textOf(bytesOf(value), value.length);
    const analysis = this.#old.get(value) ?? createLastingAnalysis(text);
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, analysis);
    return analysis;
  }

  /** Whether the value left a trace in an earlier request; others may have covered it since, or look like it. */
  #cameBefore(value: string): boolean {
    const hash = traceOf(value);
    const one = (hash ^ (hash >>> 16)) & (TRACES - 2);
    const other = one + 1;
    if (this.#traces[one] === hash) return this.#tracedIn[one] !== this.#request;
    if (this.#traces[other] === hash) return this.#tracedIn[other] !== this.#request;
    // The newer of the two stays: were there one place only, two values of one request might always cover each other.
    const isOneNewer = (this.#tracedIn[one] ?? 0) > (this.#tracedIn[other] ?? 0);
    const place = isOneNewer ? other : one;
    this.#traces[place] = hash;
    this.#tracedIn[place] = this.#request;
    return false;
  }
}

function traceOf(value: string): number {
  let hash = value.length;
  const step = Math.ceil(value.length / TRACED_BYTES);
  for (let at = value.length - 1; at >= 0; at -= step) {
    hash = Math.imul(hash ^ value.charCodeAt(at), PRIME);
  }
  return hash;
}
