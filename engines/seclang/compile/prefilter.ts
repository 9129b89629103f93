import {
  type LiteralScanner,
  makeSearchTables,
  restoreLiteralScanner,
  type Scan,
  type ScanCondition,
  type ScanLiteral,
} from '@dejfa/match';
import type { Operator } from '../operators/index.ts';
import { analysisOf, type Variable } from '../transaction/variable.ts';
import { BYTE_FORMS } from '../transformations/byte-forms.ts';
import type { TransformationName } from '../transformations/index.ts';
import { TRIGGERS, type Trigger } from '../transformations/triggers.ts';
import { formOf, type Pipeline } from './pipeline.ts';

/** A set of operator numbers, one bit each: those that may match a value. The others do not match it. */
export type Candidates = Int32Array;

/** Marks of a value that any pipeline may change. */
const ALL_MARKS = -1;

/** Whether operator `number` is in the set. */
export function isCandidate(candidates: Candidates, number: number): boolean {
  return ((candidates[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

/**
 * Finds, in one pass over a value, the operators that may match it, by the literals and the bytes that they need, and
 * the transformations that may change it. Operators and pipelines are all known before the first search; the
 * prefilter is shared by all transactions and changes no more by then.
 */
export class Prefilter {
  readonly #operators: ScanCondition[] = [];
  readonly #transformations = new Map<TransformationName, number>();
  readonly #marks: ScanCondition[] = [];
  /** Texts that some transformation changes although they hold nothing of what it looks for. */
  readonly #exceptions = new Set<string>();
  #longestException = 0;
  #scanner: LiteralScanner | null = null;
  /** Bytes that were read so far, for all transactions; what one search reads is the difference. */
  readBytes = 0;

  /** The pipeline that changes nothing. */
  readonly identity: Pipeline;

  constructor(identity: Pipeline) {
    this.identity = identity;
  }

  /** The operator's number; -1 when nothing is known of what it matches and it must always be run. */
  add(operator: Operator): number {
    const condition = conditionOf(operator);
    return condition === null ? -1 : this.#operators.push(condition) - 1;
  }

  /** Notes a transformation, so that values tell whether it may change them. */
  addTransformation(name: TransformationName): void {
    if (this.#transformations.has(name)) return;
    const trigger: Trigger | null = TRIGGERS[name];
    if (trigger === null) return;
    this.#transformations.set(name, this.#marks.length);
    for (const text of trigger.whole ?? []) {
      this.#exceptions.add(text);
      this.#longestException = Math.max(this.#longestException, text.length);
    }
    this.#marks.push({
      literals: (trigger.texts ?? []).map(scanLiteral),
      bytes: [...trigger.bytes, ...(trigger.edges ?? [])],
      needs: null,
    });
  }

  /**
   * Builds the search, once all is added, so that no request waits for it, of tables that `provide` makes or has kept.
   * Null where there is nothing to search for.
   */
  prepare(provide: typeof makeSearchTables = makeSearchTables): LiteralScanner['kind'] | null {
    return this.#operators.length === 0 ? null : this.#ready(provide).kind;
  }

  /** The empty set; the same object each time, and not to be written. */
  get none(): Candidates {
    return this.#ready().none;
  }

  /** How many 32-bit words a set has. */
  get words(): number {
    return (this.#operators.length + 31) >> 5;
  }

  /**
   * Mask of the marks without which the pipeline's last transformation leaves a value as it is, ASCII case apart; null
   * where it may change any value.
   */
  marksOf({ name }: Pipeline): number | null {
    if (name === null) return 0;
    const number = this.#transformations.get(name);
    return number === undefined ? null : this.#ready().marksOf(number);
  }

  /** As `marksOf`, null also where the transformation may change the case of letters. */
  idleMarksOf(pipeline: Pipeline): number | null {
    const trigger: Trigger | null = pipeline.name === null ? null : TRIGGERS[pipeline.name];
    return trigger === null || trigger.foldsCase === true ? null : this.marksOf(pipeline);
  }

  /** What one pass over the variable's value finds; kept with the variable. */
  scan(variable: Variable): Scan {
    const analysis = analysisOf(variable);
    analysis.scan ??= this.#scanText(analysis.text ?? variable.value);
    return analysis.scan;
  }

  /** What one pass over the variable's value after the pipeline finds. */
  scanForm(variable: Variable, pipeline: Pipeline): Scan {
    const { parent, name } = pipeline;
    if (parent === null || name === null) return this.scan(variable);
    const kept = variable.analysis?.scans?.[pipeline.id];
    if (kept !== undefined) return kept;
    const before = this.scanForm(variable, parent);
    return this.mayChange(before, name) ? this.#scanChanged(variable, pipeline, before) : before;
  }

  /** As `scanForm`, for a pipeline whose last transformation may change what the one before it made. */
  scanStep(variable: Variable, pipeline: Pipeline, before: Scan): Scan {
    return variable.analysis?.scans?.[pipeline.id] ?? this.#scanChanged(variable, pipeline, before);
  }

  /** Whether the transformation may make of the text more than its lower case. */
  mayChange({ marks }: Scan, name: TransformationName): boolean {
    const number = this.#transformations.get(name);
    return number === undefined || (marks & this.#ready().marksOf(number)) !== 0;
  }

  /** Operators that may match the variable's value after the pipeline. */
  candidates(variable: Variable, pipeline: Pipeline): Candidates {
    return this.scanForm(variable, pipeline).members;
  }

  #scanChanged(variable: Variable, pipeline: Pipeline, before: Scan): Scan {
    const written = this.#scanWritten(variable, pipeline);
    if (written !== null) return written;
    const text = formOf(variable, pipeline);
    const scan = text === before.text ? before : this.#scanKnown(variable, text);
    const analysis = analysisOf(variable);
    analysis.scans ??= [];
    analysis.scans[pipeline.id] = scan;
    return scan;
  }

  /** Different pipelines often come to the same text. */
  #scanKnown(variable: Variable, text: string): Scan {
    return variable.analysis?.scans?.find((scan) => scan?.text === text) ?? this.#scanText(text);
  }

  /** Scans what the last transformation writes without making a text of it; null where that is not possible. */
  #scanWritten(variable: Variable, { parent, name }: Pipeline): Scan | null {
    const form = name === null ? undefined : BYTE_FORMS[name];
    if (form === undefined || parent === null) return null;
    const text = formOf(variable, parent);
    const scanner = this.#ready();
    this.readBytes += text.length;
    if (text.length > scanner.room.length) return null;
    const scan = scanner.scanBytes(scanner.room, form(text, scanner.room));
    return { ...scan, marks: ALL_MARKS };
  }

  #scanText(text: string): Scan {
    this.readBytes += text.length;
    const scan = this.#ready().scan(text);
    return text.length <= this.#longestException && this.#exceptions.has(text)
      ? { ...scan, marks: ALL_MARKS }
      : scan;
  }

  #ready(provide: typeof makeSearchTables = makeSearchTables): LiteralScanner {
    this.#scanner ??= restoreLiteralScanner(provide(this.#operators, this.#marks));
    return this.#scanner;
  }
}

/** What a value must hold for the operator to match it; null where nothing is known. */
function conditionOf({ literals, bytes }: Operator): ScanCondition | null {
  if (literals === undefined) {
    return bytes === undefined ? null : { literals: [], bytes: bytes.set, needs: null };
  }
  const wanted = literals.map(scanLiteral);
  const longer = wanted.filter(({ text }) => text.length > 1);
  const isTelling = longer.length > 0 && bytes !== undefined && !bytes.set.some(isCommon);
  return {
    literals: longer,
    bytes: wanted.flatMap(({ text }) => (text.length === 1 ? text.charCodeAt(0) : [])),
    needs: isTelling ? bytes.set : null,
  };
}

/** Bytes that most values hold: a set with one of them is no filter beside literals. */
function isCommon(byte: number): boolean {
  return /[A-Za-z0-9 ]/.test(String.fromCharCode(byte));
}

function scanLiteral(literal: string | ScanLiteral): ScanLiteral {
  return typeof literal === 'string' ? { text: literal, atWordStart: false, atWordEnd: false } : literal;
}
