import { SEVERITIES, type Severity, severityRank } from '../model/index.ts';
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
  /** Machine that reported the event, where known. */
  readonly host: string | null;
  /** Fields that made the rule match, with their values; cut. */
  readonly parts: readonly { readonly field: string; readonly value: string }[];
  /** Of a correlation rule: since when, how many events, and which (the last of them where there are many). */
  readonly correlated?: {
    readonly firstMs: number;
    readonly count: number;
    readonly records: readonly Pick<HuntHit, 'file' | 'member' | 'record'>[];
  };
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

/** All hits on one host; null where events name none. */
export interface HostFinding {
  readonly host: string | null;
  readonly hits: number;
  /** Hits of each level. */
  readonly levels: Readonly<Partial<Record<Severity, number>>>;
  readonly rules: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Events that correlation rules should have counted and did not. */
export interface UncorrelatedEvents {
  /** Without a time, or behind what was judged already. */
  readonly late: number;
  /** Let go of because a limit was reached. */
  readonly letGo: number;
}

/** Hits that are kept one by one, for the timeline; of more, the first are kept and the others only counted. */
export const KEPT_HITS = 200_000;

/** Gathers what a hunt found, rule by rule, host by host and file by file. Holds no events. */
export class HuntFindings {
  readonly #hosts = new Map<string | null, { finding: HostFinding; readonly rules: Set<string> }>();
  readonly #kept: HuntHit[] = [];
  readonly #rules = new Map<string, { finding: RuleFinding; readonly files: Set<string> }>();
  readonly #files: HuntFile[] = [];
  /** Events that correlation rules could not count: no time, or no room to hold them until their window was over. */
  uncorrelated: UncorrelatedEvents = { late: 0, letGo: 0 };

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
    this.#addHost(hit);
    if (this.#kept.length < KEPT_HITS) this.#kept.push(hit);
  }

  #addHost({ host, ruleId, level, timeMs }: HuntHit): void {
    const known = this.#hosts.get(host);
    const before = known?.finding;
    const rules = (known?.rules ?? new Set<string>()).add(ruleId);
    const finding: HostFinding = {
      host,
      hits: (before?.hits ?? 0) + 1,
      levels: { ...before?.levels, [level]: (before?.levels[level] ?? 0) + 1 },
      rules: rules.size,
      firstMs: Math.min(before?.firstMs ?? timeMs, timeMs),
      lastMs: Math.max(before?.lastMs ?? timeMs, timeMs),
    };
    this.#hosts.set(host, { finding, rules });
  }

  /** Hits one by one in the order of reading, the first {@link KEPT_HITS} of them. */
  get kept(): readonly HuntHit[] {
    return this.#kept;
  }

  /** Hosts with the worst hits first: critical ones are compared, then high ones, and so on. */
  hosts(): readonly HostFinding[] {
    return [...this.#hosts.values()].map(({ finding }) => finding).sort(byLevels);
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

function byLevels(a: HostFinding, b: HostFinding): number {
  for (const level of SEVERITIES.toReversed()) {
    const more = (b.levels[level] ?? 0) - (a.levels[level] ?? 0);
    if (more !== 0) return more;
  }
  return 0;
}
