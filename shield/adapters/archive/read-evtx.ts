import { type EvtxDiagnostic, EvtxReader, type EvtxRecord, LineBuffer, toJsonLine } from '@dejfa/evtx';
import type { Event } from '../../model/index.ts';
import type { OpenScreen } from '../../ports/index.ts';
import type { LineSensor } from '../../sense/index.ts';
import { EVERY_LINE, screenOf } from './line-reader.ts';
import type { Bytes } from './peek.ts';
import type { NumberedEvent, ReadBatch } from './read-member.ts';

/** Bytes of lines that are looked through at once. */
const STRETCH_BYTES = 262_144;

/** How one event log is read. */
export interface EvtxReading {
  readonly fileName: string;
  readonly sensor: LineSensor;
  readonly receivedMs: number;
  readonly openScreen: OpenScreen | null;
}

/**
 * Reads a Windows event log: yields events in the order of their records, and returns what was wrong with the file, or
 * null. A record that cannot be decoded counts as a line that cannot be parsed. Events are numbered as Windows numbers
 * them, by EventRecordID: that is what one looks for in the event viewer.
 */
export async function* readEvtx(
  bytes: Bytes,
  reading: EvtxReading,
): AsyncGenerator<ReadBatch, string | null> {
  const reader = new EvtxReader({ file: reading.fileName });
  const stretch = new RecordStretch(reading);
  for await (const piece of bytes) yield* batches(reader.push(piece), stretch);
  yield* batches(reader.end(), stretch);
  return errorOf(reader.diagnostics);
}

function* batches(records: Iterable<EvtxRecord>, stretch: RecordStretch): Generator<ReadBatch> {
  for (const record of records) {
    if (!stretch.add(record)) {
      yield stretch.take();
      yield stretch.unreadable(record);
    } else if (stretch.isFull) yield stretch.take();
  }
  yield stretch.take();
}

/** Records as lines, until there are enough of them to be looked through. */
class RecordStretch {
  readonly #reading: EvtxReading;
  readonly #lines = new LineBuffer();
  /** Numbers in the headers of the records. */
  #ids: number[] = [];

  constructor(reading: EvtxReading) {
    this.#reading = reading;
  }

  get isFull(): boolean {
    return this.#lines.length >= STRETCH_BYTES;
  }

  /** False for a record that cannot be decoded. */
  add(record: EvtxRecord): boolean {
    if (!toJsonLine(record, this.#lines)) return false;
    this.#ids.push(record.id);
    return true;
  }

  /** What comes of the records so far. */
  take(): ReadBatch {
    const { sensor, receivedMs, openScreen } = this.#reading;
    const screen = screenOf(sensor.inPlace(receivedMs), openScreen) ?? EVERY_LINE;
    const bytes = this.#lines.bytes.subarray(0, this.#lines.length);
    const events: NumberedEvent[] = [];
    let allPassed = 0;
    const { passed } = screen.sift(bytes, (line) => {
      allPassed += line.passed;
      sensor.passed(line.passed);
      const id = this.#ids[line.number] ?? 0;
      for (const event of sensor.read(bytes.toString('utf8', line.start, line.end), receivedMs))
        events.push({ record: recordOf(event, id), event });
    });
    sensor.passed(passed);
    this.#lines.clear();
    this.#ids = [];
    return { events, passed: allPassed + passed };
  }

  unreadable({ id, offset }: EvtxRecord): ReadBatch {
    const { sensor, receivedMs } = this.#reading;
    const events = sensor.read(`Record ${id} at byte ${offset} cannot be decoded`, receivedMs);
    return { events: events.map((event) => ({ record: recordOf(event, id), event })), passed: 0 };
  }
}

/** An export may number its records anew; the events within keep the numbers that they had. */
function recordOf({ fields: { EventRecordID: stated } }: Event, id: number): number {
  return /^\d{1,15}$/.test(String(stated)) ? Number(stated) : id;
}

/** The first problem, with its place and remedy, and how many more there are. */
function errorOf(diagnostics: readonly EvtxDiagnostic[]): string | null {
  const problems = diagnostics.filter(({ severity }) => severity !== 'info');
  const [first] = problems;
  if (first === undefined) return null;
  const more = problems.length === 1 ? '' : `, and further problems (${problems.length - 1})`;
  return `${first.message} at byte ${first.offset}${more}. ${first.help}`;
}
