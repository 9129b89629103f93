/** One benchmark: measures, prints, and gives what is to be kept. */
export interface Benchmark {
  /** One line, for the list of benchmarks. */
  readonly about: string;
  /** `report` is shown and `data` kept as JSON beside the machine, the date and the commit. */
  run(args: readonly string[]): Promise<BenchmarkResult>;
}

export interface BenchmarkResult {
  /** Markdown: what was measured, under which conditions, and the tables. */
  readonly report: string;
  readonly data: unknown;
}
