import { parse } from 'yaml';

/** What a test sends. */
export interface TestInput {
  readonly method?: string;
  readonly uri?: string;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly data?: string | readonly string[];
  /** Sends headers and body as they are written, with nothing added. */
  readonly stop_magic?: boolean;
  readonly encoded_request?: string;
  readonly raw_request?: string;
}

/** What a test expects; with several keys, each must hold. */
export interface TestOutput {
  readonly status?: number | readonly number[];
  readonly log_contains?: string;
  readonly no_log_contains?: string;
  readonly expect_error?: boolean;
}

/** A case of the rule set's own regression tests, format of CRS 3.x. */
export interface RuleTest {
  readonly title: string;
  readonly stages: readonly { readonly input: TestInput; readonly output: TestOutput }[];
}

interface TestFile {
  readonly tests?: readonly {
    readonly test_title: string | number;
    readonly stages: readonly {
      readonly stage: { readonly input: TestInput; readonly output: TestOutput };
    }[];
  }[];
}

/** Reads one YAML file of tests. Throws the YAML parser's error for a file that is none. */
export function parseTestFile(text: string): readonly RuleTest[] {
  const file = parse(text, { maxAliasCount: 1000 }) as TestFile | null;
  return (file?.tests ?? []).map((test) => ({
    title: String(test.test_title),
    stages: test.stages.map(({ stage }) => stage),
  }));
}
