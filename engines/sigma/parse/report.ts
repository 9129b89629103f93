import { type Diagnostic, excerptOf, type Place, placeOf } from '@dejfa/diagnostics';
import type { SigmaSource } from '../api.ts';

/** Every code that loading Sigma content can report. */
export type SigmaCode =
  | 'sigma.yaml'
  | 'sigma.too-large'
  | 'sigma.not-a-rule'
  | 'sigma.missing'
  | 'sigma.bad-metadata'
  | 'sigma.duplicate-id'
  | 'sigma.unsupported-status'
  | 'sigma.bad-correlation'
  | 'sigma.unknown-rule'
  | 'sigma.correlation-cycle'
  | 'sigma.bad-filter'
  | 'sigma.unused-filter'
  | 'sigma.collection'
  | 'sigma.bad-detection'
  | 'sigma.unknown-modifier'
  | 'sigma.bad-modifier'
  | 'sigma.bad-value'
  | 'sigma.bad-regex'
  | 'sigma.unsupported-regex'
  | 'sigma.unfilled-placeholder'
  | 'sigma.bad-condition'
  | 'sigma.unknown-detection'
  | 'sigma.unused-detection'
  | 'sigma.bad-mapping'
  | 'sigma.bad-pipeline'
  | 'sigma.unsupported-pipeline'
  | 'sigma.pipeline-failure';

/** Collects what is wrong with one document; owns nothing but the list. */
export class RuleReport {
  readonly diagnostics: Diagnostic[] = [];
  #errors = 0;
  readonly #source: SigmaSource;

  constructor(source: SigmaSource) {
    this.#source = source;
  }

  /** Errors so far; a document with one is not loaded. */
  get errors(): number {
    return this.#errors;
  }

  /** Reports an error; `at`: offset into the source. Returns null, for the caller to return. */
  error(said: Said, at: number): null {
    this.#errors += 1;
    this.diagnostics.push(this.#diagnostic('error', said, at));
    return null;
  }

  /** Reports what does not keep the document from being loaded; `at`: offset into the source. */
  warn(said: Said, at: number): void {
    this.diagnostics.push(this.#diagnostic('warning', said, at));
  }

  /** `file:line:column` of an offset into the source. */
  placeText(at: number): string {
    const { file, line, column } = placeOf(this.#source.path, this.#source.text, at);
    return `${file}:${line}:${column}`;
  }

  #diagnostic(severity: 'error' | 'warning', said: Said, at: number): Diagnostic {
    const place: Place = placeOf(this.#source.path, this.#source.text, at);
    return {
      code: said.code,
      severity,
      message: said.message,
      place,
      excerpt: excerptOf(this.#source.text, place),
      ...(said.help === undefined ? {} : { help: said.help }),
    };
  }
}

/** What is wrong, and what can be done about it. */
interface Said {
  readonly code: SigmaCode;
  readonly message: string;
  readonly help?: string | undefined;
}
