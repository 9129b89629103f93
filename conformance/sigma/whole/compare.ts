import {
  applyMapping,
  type Mappings,
  type SigmaEngine,
  type SigmaEvent,
  type SigmaHit,
  type SigmaScanner,
} from '@dejfa/sigma';
import type { QuickOracle } from './quick-oracle.ts';
import type { RecordedLine } from './recordings.ts';

/** A record of which two engines say different things. */
export interface Difference {
  readonly place: string;
  /** Which two, and of what. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
}

/** What was compared so far. */
export interface Tally {
  records: number;
  /** Records with at least one hit, and hits. */
  matched: number;
  hits: number;
  /** Lines that a scanner was given, those that it left to the plain engine, and rules that it tried. */
  scanned: number;
  leftToPlain: number;
  tried: number;
  /** Records without any log source; no scanner is for them. */
  unrouted: number;
}

/** Rules in each of their three forms. */
export interface ThreeEngines {
  readonly oracle: Pick<QuickOracle, 'evaluate'>;
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
}

/** Compares records in batches; keeps a scanner for each log source. */
export class Comparison {
  readonly differences: Difference[] = [];
  readonly tally: Tally = {
    records: 0,
    matched: 0,
    hits: 0,
    scanned: 0,
    leftToPlain: 0,
    tried: 0,
    unrouted: 0,
  };
  readonly fired = new Map<string, number>();
  readonly #engines: ThreeEngines;
  readonly #scanners = new Map<string, SigmaScanner | null>();

  constructor(engines: ThreeEngines) {
    this.#engines = engines;
  }

  add(records: readonly RecordedLine[]): void {
    const plain = records.map((record) => this.#plain(record));
    const groups = Map.groupBy(records.keys(), (at) => JSON.stringify(records[at]?.logsource));
    for (const [key, group] of groups) {
      const numbers = [...group];
      const first = records[numbers[0] ?? 0];
      if (first !== undefined)
        this.#scan(
          this.#scannerOf(key, first),
          numbers.flatMap((at) => {
            const [record, one] = [records[at], plain[at]];
            return record === undefined || one === undefined ? [] : [{ record, plain: one }];
          }),
        );
    }
  }

  /** The plain engine beside the oracle. */
  #plain({ place, logsource, fields }: RecordedLine): PlainResult {
    const { oracle, engine, mappings } = this.#engines;
    const event = applyMapping(mappings, { ...logsource, fields });
    const hits = engine.evaluate(event);
    const wanted = oracle.evaluate(event);
    this.#check({ place, what: 'rules: oracle, plain engine' }, wanted.join(), idsOf(hits));
    this.tally.records += 1;
    this.tally.hits += wanted.length;
    if (wanted.length > 0) this.tally.matched += 1;
    for (const id of wanted) this.fired.set(id, (this.fired.get(id) ?? 0) + 1);
    return { event, hits };
  }

  /** The scanner beside the plain engine: rules, what matched, and the event. */
  #scan(
    scanner: SigmaScanner | null,
    lines: readonly { readonly record: RecordedLine; readonly plain: PlainResult }[],
  ): void {
    if (scanner === null) {
      this.tally.unrouted += lines.length;
      return;
    }
    const before = { ...scanner.counts };
    const bytes = Buffer.from(lines.map(({ record }) => record.line).join('\n'));
    const found = new Map<number, { readonly hits: string; readonly event: string }>();
    for (const { start, hits, event } of scanner.scan(bytes)) {
      found.set(start, { hits: detailsOf(hits), event: JSON.stringify(event()) });
    }
    let at = 0;
    for (const { record, plain } of lines) {
      const one = found.get(at);
      const { place } = record;
      this.#check(
        { place, what: 'hits: plain engine, scanner' },
        plain.hits.length === 0 ? '' : detailsOf(plain.hits),
        one?.hits ?? '',
      );
      if (one !== undefined)
        this.#check({ place, what: 'event: mapping, scanner' }, JSON.stringify(plain.event), one.event);
      found.delete(at);
      at += Buffer.byteLength(record.line) + 1;
    }
    for (const start of found.keys())
      this.#check({ place: `byte ${start} of a batch`, what: 'a line that is none' }, '', 'a hit');
    this.tally.scanned += lines.length;
    this.tally.leftToPlain += scanner.counts.plain - before.plain;
    this.tally.tried += scanner.counts.rulesTried - before.rulesTried;
  }

  #scannerOf(key: string, { logsource }: RecordedLine): SigmaScanner | null {
    const known = this.#scanners.get(key);
    if (known !== undefined) return known;
    const { engine, mappings } = this.#engines;
    const scanner = engine.createScanner({ mappings, logsource });
    this.#scanners.set(key, scanner);
    return scanner;
  }

  #check(where: Pick<Difference, 'place' | 'what'>, wanted: string, found: string): void {
    if (wanted !== found) this.differences.push({ ...where, wanted, found });
  }
}

interface PlainResult {
  readonly event: SigmaEvent;
  readonly hits: readonly SigmaHit[];
}

function idsOf(hits: readonly SigmaHit[]): string {
  return hits.map(({ rule }) => rule.id).join();
}

function detailsOf(hits: readonly SigmaHit[]): string {
  return JSON.stringify(hits.map(({ rule, matched }) => [rule.id, matched]));
}
