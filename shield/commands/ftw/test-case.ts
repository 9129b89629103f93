/** Bytes as a latin1 string: one character a byte. */
export type ByteText = string;

/** What a stage sends; texts are bytes. */
export interface FtwInput {
  readonly method: ByteText;
  readonly uri: ByteText;
  /** As it stands in the request line, for example `HTTP/1.1`; empty for none. */
  readonly version: ByteText;
  readonly headers: readonly (readonly [name: ByteText, value: ByteText])[];
  readonly data: ByteText | null;
  /** Sent instead of all else, byte for byte. */
  readonly rawRequest: ByteText | null;
  /**
   * Content-Type, Content-Length and Connection are added where they are missing, and plain form data is encoded.
   */
  readonly autocompleteHeaders: boolean;
  /** Cookies of the answer go with the stages after it. */
  readonly saveCookie: boolean;
  /** The target is where the stage before was redirected to. */
  readonly followRedirect: boolean;
  /** What the upstream is to answer; null: what it answers by itself. */
  readonly response: Reflection | null;
}

/** A response that the echo upstream is told to give. */
export interface Reflection {
  readonly status: number;
  readonly headers: readonly (readonly [name: ByteText, value: ByteText])[];
  readonly body: ByteText;
}

/** What a stage expects; everything that is given must hold. */
export interface FtwOutput {
  /** Any of them; empty: not looked at. */
  readonly statuses: readonly number[];
  readonly responseContains: string | null;
  readonly expectIds: readonly number[];
  readonly noExpectIds: readonly number[];
  /** Regular expressions over the log. */
  readonly logPatterns: readonly string[];
  readonly noLogPatterns: readonly string[];
  /** There is no answer that a client could read. */
  readonly expectError: boolean;
  /** No other rule than those of `expectIds` logs. */
  readonly isolated: boolean;
  /** Run a second time when it fails. */
  readonly retryOnce: boolean;
}

/** A request and what is expected of it. */
export interface FtwStage {
  readonly input: FtwInput;
  readonly output: FtwOutput;
}

/** One test of a rule. */
export interface FtwTest {
  /** `920100-1`. */
  readonly name: string;
  /** 3: written for CRS 3.x (`stage:`); 4: the schema of go-ftw. */
  readonly format: 3 | 4;
  readonly stages: readonly FtwStage[];
  /** What is wrong with its text, as `file:line: message`; such a test fails. */
  readonly problems: readonly string[];
}

/** How one test ended; one line of `--json`. */
export interface FtwResult {
  readonly test: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly expected: string;
  readonly got: string;
}

/** True when a stage looks at what the rules logged. */
export function looksAtLog(output: FtwOutput): boolean {
  return (
    output.expectIds.length > 0 ||
    output.noExpectIds.length > 0 ||
    output.logPatterns.length > 0 ||
    output.noLogPatterns.length > 0
  );
}
