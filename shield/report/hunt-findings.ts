import { type Severity, severityRank } from '../model/index.ts';
import type { ReadCounts } from '../ports/index.ts';

/** A rule matched a record of a file. */
export interface HuntHit {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Severity;
  readonly techniques: readonly string[];
  readonly file: string;
  /** Path within the archive; null for the file itself. */
  readonly member: string | null;
  /** Number of the record in its file, from 1. */
  readonly record: number;
  readonly timeMs: number;
}

/** What became of one file. */
export interface HuntFile extends ReadCounts {
  readonly path: string;
  readonly member: string | null;
  readonly format: string;
  readonly error: string | null;
}

/** All hits of one rule. */
export interface RuleFinding {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Severity;
  readonly techniques: readonly string[];
  readonly hits: number;
  readonly files: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Gathers what a hunt found, rule by rule and file by file. Holds no events. */
export class HuntFindings {
  readonly #rules = new Map<string, { finding: RuleFinding; readonly files: Set<string> }>();
  readonly #files: HuntFile[] = [];

  addHit(hit: HuntHit): void {
    const { ruleId, title, level, techniques, timeMs } = hit;
    const file = `${hit.file}\0${hit.member ?? ''}`;
    const known = this.#rules.get(ruleId);
    const files = (known?.files ?? new Set<string>()).add(file);
    const before = known?.finding;
    const finding: RuleFinding = {
      ruleId,
      title,
      level,
      techniques,
      hits: (before?.hits ?? 0) + 1,
      files: files.size,
      firstMs: Math.min(before?.firstMs ?? timeMs, timeMs),
      lastMs: Math.max(before?.lastMs ?? timeMs, timeMs),
    };
    this.#rules.set(ruleId, { finding, files });
  }

  addFile(file: HuntFile): void {
    this.#files.push(file);
  }

  get files(): readonly HuntFile[] {
    return this.#files;
  }

  /** The worst level first, then the most hits. */
  rules(): readonly RuleFinding[] {
    return [...this.#rules.values()]
      .map(({ finding }) => finding)
      .sort((a, b) => severityRank(b.level) - severityRank(a.level) || b.hits - a.hits);
  }

  /** Sums over all files. `text` are lines of files in which no log format was recognised. */
  totals() {
    const sum = (pick: (file: HuntFile) => number) =>
      this.#files.reduce((total, file) => total + pick(file), 0);
    return {
      files: this.#files.length,
      failedFiles: this.#files.filter((file) => file.error !== null).length,
      events: sum((file) => file.events),
      unparsed: sum((file) => file.unparsed),
      text: sum((file) => (file.format === 'text' ? file.parsed : 0)),
      hits: [...this.#rules.values()].reduce((total, { finding }) => total + finding.hits, 0),
    };
  }
}
