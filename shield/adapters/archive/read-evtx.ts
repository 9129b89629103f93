import { type EvtxDiagnostic, EvtxReader, type EvtxRecord, LineBuffer, toJsonLine } from '@dejfa/evtx';
import type { Event } from '../../model/index.ts';
import type { LineSensor } from '../../sense/index.ts';
import type { Bytes } from './peek.ts';
import type { NumberedEvent } from './read-member.ts';

/** Records that are handed on at once. */
const BATCH = 256;

/**
 * Reads a Windows event log: yields events in the order of their records, and returns what was wrong with the file, or
 * null. A record that cannot be decoded counts as a line that cannot be parsed. Events are numbered as Windows numbers
 * them, by EventRecordID: that is what one looks for in the event viewer.
 */
export async function* readEvtx(
  bytes: Bytes,
  reading: { readonly fileName: string; readonly sensor: LineSensor; readonly receivedMs: number },
): AsyncGenerator<readonly NumberedEvent[], string | null> {
  const { sensor, receivedMs } = reading;
  const reader = new EvtxReader({ file: reading.fileName });
  const into = new LineBuffer();
  const read = (found: EvtxRecord): readonly NumberedEvent[] => {
    into.clear();
    const line = toJsonLine(found, into)
      ? into.toString().trimEnd()
      : `Record ${found.id} at byte ${found.offset} cannot be decoded`;
    return sensor.read(line, receivedMs).map((event) => ({ record: recordOf(event, found), event }));
  };
  for await (const piece of bytes) yield* batches(reader.push(piece), read);
  yield* batches(reader.end(), read);
  return errorOf(reader.diagnostics);
}

/** An export may number its records anew; the events within keep the numbers that they had. */
function recordOf({ fields: { EventRecordID: stated } }: Event, { id }: EvtxRecord): number {
  return /^\d{1,15}$/.test(String(stated)) ? Number(stated) : id;
}

function* batches(
  records: Iterable<EvtxRecord>,
  read: (record: EvtxRecord) => readonly NumberedEvent[],
): Generator<readonly NumberedEvent[]> {
  let batch: NumberedEvent[] = [];
  for (const record of records) {
    batch.push(...read(record));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The first problem, with its place and remedy, and how many more there are. */
function errorOf(diagnostics: readonly EvtxDiagnostic[]): string | null {
  const problems = diagnostics.filter(({ severity }) => severity !== 'info');
  const [first] = problems;
  if (first === undefined) return null;
  const more = problems.length === 1 ? '' : `, and further problems (${problems.length - 1})`;
  return `${first.message} at byte ${first.offset}${more}. ${first.help}`;
}
