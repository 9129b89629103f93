/** What is wrong in an evidence file, one line each with its path; `remedy` says what to do. */
export class EvidenceError extends Error {
  readonly faults: readonly string[];
  readonly remedy: string;

  constructor(file: string, faults: readonly string[], remedy: string) {
    super(`${file}: ${faults.join(`\n${file}: `)}`);
    this.name = 'EvidenceError';
    this.faults = faults;
    this.remedy = remedy;
  }
}
