import type { InPlaceReading, LineScreen, OpenScreen, PassedLines, PickedLine } from '../../ports/index.ts';
import { type FramedLine, type LineSensor, SAMPLE_LINES } from '../../sense/index.ts';
import type { NumberedEvent, ReadBatch } from './read-member.ts';

const NEWLINE = 10;
const RETURN = 13;

/** Cuts bytes into lines, or into other records. */
export interface Framer {
  push(chunk: Uint8Array): readonly FramedLine[];
  flush(): FramedLine | null;
}

/** How the lines of one file are read. */
export interface LineReading {
  readonly sensor: LineSensor;
  readonly receivedMs: number;
  /** As the framer has it. */
  readonly lineLimitBytes: number;
  /** The first lines tell the format. */
  readonly isPrimed: boolean;
  /** Null where every line is to become an event, or records are no lines. */
  readonly openScreen: OpenScreen | null;
}

/**
 * Reads a stream of lines: makes events of all of them, or, once their format is known and there is a screen for it, of
 * those that the screen picks. Records are numbered as lines are, from 1.
 */
export class LineReader {
  readonly #reading: LineReading;
  readonly #framer: Framer;
  #record = 0;
  /** The framer has the beginning of a line. */
  #isMidLine = false;
  /** Lines to be looked through; the first bytes are the beginning of a line that the framer does not have. */
  #room = Buffer.alloc(0);
  #heldBytes = 0;

  constructor(framer: Framer, reading: LineReading) {
    this.#framer = framer;
    this.#reading = reading;
  }

  /** What comes of the lines that end within `chunk`. */
  push(chunk: Buffer): readonly ReadBatch[] {
    const { openScreen } = this.#reading;
    if (openScreen === null) return [this.#readAll(chunk)];
    const batches: ReadBatch[] = [];
    let rest = chunk;
    if (this.#record === 0) {
      const end = behindLines(rest, SAMPLE_LINES);
      batches.push(this.#readAll(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    if (this.#isMidLine && rest.length > 0) {
      const end = behindLines(rest, 1);
      batches.push(this.#readAll(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    if (rest.length > 0) batches.push(this.#sift(rest, openScreen));
    return batches;
  }

  /** What comes of the last line, where it has no end. */
  end(): readonly ReadBatch[] {
    const held = this.#framer.push(this.#takeHeld());
    const last = this.#framer.flush();
    return [this.#read(last === null ? held : [...held, last])];
  }

  /** The number of the last line. */
  get record(): number {
    return this.#record;
  }

  /** Whole lines go through the screen; what is left of a line is held until the next chunk. */
  #sift(chunk: Buffer, openScreen: OpenScreen): ReadBatch {
    const { sensor, receivedMs, lineLimitBytes } = this.#reading;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    const screen = screenOf(sensor.inPlace(receivedMs), openScreen);
    const first = this.#heldBytes + (end === 0 ? chunk.length : chunk.indexOf(NEWLINE));
    if (screen === null || Math.max(first, chunk.length) > lineLimitBytes)
      return this.#readAll(Buffer.concat([this.#takeHeld(), chunk]));
    const wholeBytes = end === 0 ? 0 : this.#heldBytes + end;
    this.#hold(chunk);
    if (end === 0) return NOTHING;
    const batch = this.#readPicked(this.#room.subarray(0, wholeBytes), screen);
    this.#room.copyWithin(0, wholeBytes, this.#heldBytes);
    this.#heldBytes -= wholeBytes;
    return batch;
  }

  #readPicked(bytes: Buffer, screen: LineScreen): ReadBatch {
    const { sensor, receivedMs } = this.#reading;
    const events: NumberedEvent[] = [];
    let allPassed = 0;
    const { passed, lines, blanks }: PassedLines = screen.sift(bytes, (line: PickedLine) => {
      allPassed += line.passed;
      sensor.passed(line.passed);
      const record = this.#record + line.number + 1;
      for (const event of sensor.read(textOf(bytes, line), receivedMs)) events.push({ record, event });
    });
    sensor.passed(passed, blanks);
    this.#record += lines;
    return { events, passed: allPassed + passed };
  }

  #readAll(chunk: Buffer): ReadBatch {
    if (chunk.length > 0) this.#isMidLine = chunk.at(-1) !== NEWLINE;
    return this.#read(this.#framer.push(chunk));
  }

  #read(lines: readonly FramedLine[]): ReadBatch {
    const { sensor, receivedMs, isPrimed } = this.#reading;
    if (this.#record === 0 && isPrimed && lines.length > 0) {
      const sample = lines.slice(0, SAMPLE_LINES).map(({ text }) => text);
      sensor.prime(sample, receivedMs);
    }
    const events = lines.flatMap(({ text, tooLong }) => {
      this.#record += 1;
      const record = this.#record;
      const found = tooLong ? sensor.readTooLong(text, receivedMs) : sensor.read(text, receivedMs);
      return found.map((event) => ({ record, event }));
    });
    return { events, passed: 0 };
  }

  /** Copies: callers write over their bytes. */
  #hold(bytes: Buffer): void {
    const needed = this.#heldBytes + bytes.length;
    if (needed > this.#room.length) {
      const room = Buffer.allocUnsafeSlow(needed * 2);
      this.#room.copy(room, 0, 0, this.#heldBytes);
      this.#room = room;
    }
    bytes.copy(this.#room, this.#heldBytes);
    this.#heldBytes = needed;
  }

  #takeHeld(): Buffer {
    const held = Buffer.from(this.#room.subarray(0, this.#heldBytes));
    this.#heldBytes = 0;
    return held;
  }
}

const NOTHING: ReadBatch = { events: [], passed: 0 };

/** Where the first `count` lines end; the end of the bytes where there are not as many. */
function behindLines(bytes: Buffer, count: number): number {
  let at = 0;
  for (let line = 0; line < count; line += 1) {
    const end = bytes.indexOf(NEWLINE, at);
    if (end === -1) return bytes.length;
    at = end + 1;
  }
  return at;
}

function textOf(bytes: Buffer, { start, end }: PickedLine): string {
  return bytes.toString('utf8', start, end > start && bytes[end - 1] === RETURN ? end - 1 : end);
}

/** The screen for records of a format that a sensor reads, where there is one. */
export function screenOf(format: InPlaceReading | null, openScreen: OpenScreen | null): LineScreen | null {
  return format === null || openScreen === null ? null : openScreen(format);
}

/** Picks every line. */
export const EVERY_LINE: LineScreen = {
  sift: (bytes, pick) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let number = 0;
    for (let start = 0; start < text.length; number += 1) {
      const found = text.indexOf(NEWLINE, start);
      const end = found === -1 ? text.length : found;
      pick({ start, end, number, passed: 0 });
      start = end + 1;
    }
    return { passed: 0, blanks: 0, lines: number };
  },
};
