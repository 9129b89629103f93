import type { InPlaceReading } from '../ports/index.ts';
import type { FormatName } from './format-setting.ts';
import { openFormat } from './formats/index.ts';
import { failure, type LineContext, type LineParser, type ParsedRecord, type ParseResult } from './record.ts';

/** Formats in the order in which a sample is tried: those that promise the most about a line first. */
const CANDIDATES: readonly FormatName[] = [
  'json',
  'windows-xml',
  'zeek-tsv',
  'iis',
  'combined',
  'error-log',
  'squid',
  'key-value',
  'auditd',
  'syslog',
  'csv',
];

/** Lines that a sample holds at most. */
export const SAMPLE_LINES = 32;

/** After this many lines in a row that the format refuses, the content is looked at anew. */
const FAILURE_RUN = 8;

/** Part of a sample that a format has to read to be chosen. */
const MAJORITY = 0.5;

/**
 * The format that reads most of the sample, at least half of its lines; `text` when none does.
 * Records decide: a format that only skipped headers and comments has shown nothing, unless the whole sample is that.
 */
export function recogniseFormat(sample: readonly string[], context: LineContext): FormatName {
  const lines = sample.filter((line) => line.trim() !== '').slice(0, SAMPLE_LINES);
  let best: FormatName = 'text';
  let bestScore = 0;
  for (const name of CANDIDATES) {
    const score = scoreOf(name, lines, context);
    if (score >= MAJORITY && score > bestScore) {
      best = name;
      bestScore = score;
    }
  }
  return best;
}

/** 0 to 1: records read, of the lines that should hold one. */
function scoreOf(name: FormatName, lines: readonly string[], context: LineContext): number {
  const parser = openFormat(name);
  let records = 0;
  let failures = 0;
  for (const line of lines) {
    const result = parser.parse(line, context);
    if (result.kind === 'failure') failures += 1;
    else if (result.kind !== 'none') records += 1;
  }
  if (records === 0) return failures === 0 && isHeaderOf(name, lines[0] ?? '') ? 1 : 0;
  return records / (records + failures);
}

/** A file that is only its header yet: its first line tells. */
function isHeaderOf(name: FormatName, first: string): boolean {
  if (name === 'zeek-tsv') return first.startsWith('#separator');
  return name === 'iis' && /^#(?:Software: Microsoft Internet|Version:|Fields:)/.test(first);
}

/**
 * Recognises the format of one file or connection by its content, keeps to it, and looks again after a run of lines
 * that it cannot read. While no format is recognised, lines are read as text, and every few lines are looked at.
 */
export class AutoParser implements LineParser {
  #name: FormatName | null = null;
  #parser: LineParser = openFormat('text');
  #refused: string[] = [];

  /** Name of the format in use; null before the first line. */
  get format(): FormatName | null {
    return this.#name;
  }

  /** Chooses by the first lines of the file or connection; they are not consumed. */
  prime(sample: readonly string[], context: LineContext): FormatName {
    return this.#open(recogniseFormat(sample, context));
  }

  parse(line: string, context: LineContext): ParseResult {
    if (this.#name === null) {
      if (line.trim() === '') return { kind: 'none' };
      this.prime([line], context);
    }
    const result = this.#parser.parse(line, context);
    if (this.#name !== 'text' && result.kind !== 'failure') {
      if (this.#refused.length > 0) this.#refused = [];
      return result;
    }
    this.#refused.push(line);
    return this.#refused.length < FAILURE_RUN ? result : this.#lookAgain(line, context, result);
  }

  inPlace(context: LineContext): InPlaceReading | null {
    return this.#parser.inPlace?.(context) ?? null;
  }

  /** A record that was read ends a run of lines that were not. */
  passed(): void {
    if (this.#refused.length > 0) this.#refused = [];
  }

  finish(): readonly ParsedRecord[] {
    return this.#parser.finish?.() ?? [];
  }

  /** The lines before keep what was made of them; the one at hand is read by the new format. */
  #lookAgain(line: string, context: LineContext, result: ParseResult): ParseResult {
    const sample = this.#refused;
    this.#refused = [];
    const name = recogniseFormat(sample, context);
    if (name === this.#name || (name === 'text' && this.#name !== null)) return result;
    this.#open(name);
    for (const earlier of sample.slice(0, -1)) this.#parser.parse(earlier, context);
    const again = this.#parser.parse(line, context);
    return again.kind === 'failure' ? failure(again.reason) : again;
  }

  #open(name: FormatName): FormatName {
    this.#name = name;
    this.#parser = openFormat(name);
    this.#refused = [];
    return name;
  }
}
