import type { LogSource } from '../model/index.ts';

/** A value at the top of a JSON record, as far as records are told by it. */
export type SketchValue = string | number | boolean | null;

/**
 * How the records of a format are told, and read, where they stand: JSON lines whose fields are, by name and value, what
 * rules are to see once `aliases` are applied, so that no object has to be made of them to search them.
 */
export interface InPlaceFormat {
  readonly name: string;
  /** What is known of the log source of all records. */
  readonly logsource: LogSource;
  /** Fields, and those whose value they take, the first that is there, where they are missing. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Fields whose values tell a record; there are few of these values. */
  readonly values: readonly string[];
  /** Fields that tell a record by being there and by their JSON type. */
  readonly types: readonly string[];
  /**
   * The log source of a record; null where it has to be read in the ordinary way. Of fields in `types` the record has
   * any value of the right type; `origin` is that of the reading. Not asked about records with an object or a list in one of the fields.
   */
  logsourceOf(record: { readonly [name: string]: SketchValue }, origin: string): LogSource | null;
}

/** The format of some records, and what is known of where they come from. */
export interface InPlaceReading {
  readonly format: InPlaceFormat;
  /** What the name of their file says, or empty. */
  readonly origin: string;
}

/** A line that has to be read in the ordinary way. */
export interface PickedLine {
  /** Offsets in the bytes; `end` is before the newline. */
  readonly start: number;
  readonly end: number;
  /** Number of the line in the bytes, from 0; empty ones are counted. */
  readonly number: number;
  /** Records between the line picked before and this one, of which nothing comes. */
  readonly passed: number;
}

/** What became of the lines of some bytes, besides those that were picked. */
export interface PassedLines {
  /** Records behind the last line that was picked, of which nothing comes. */
  readonly passed: number;
  /** Lines that are empty. */
  readonly blanks: number;
  /** All lines. */
  readonly lines: number;
}

/** Looks through lines before they are parsed, to spare those of which nothing comes. */
export interface LineScreen {
  /** Calls `pick` with each line to be read, in order; `bytes` are whole lines, the last with or without its newline. */
  sift(bytes: Uint8Array, pick: (line: PickedLine) => void): PassedLines;
}

/** Gives the screen for some records; null where there is none, and all lines are to be read. */
export type OpenScreen = (reading: InPlaceReading) => LineScreen | null;
