import { basename } from 'node:path';
import type { Event } from '../../model/index.ts';
import type { IdSource, OpenScreen, ReadCounts } from '../../ports/index.ts';
import type { FormatSetting } from '../../sense/index.ts';
import { JsonFramer, LineFramer, LineSensor, ParseCounter } from '../../sense/index.ts';
import { type ContentKind, contentKindOf } from './content-kind.ts';
import { LineReader } from './line-reader.ts';
import { type Bytes, peek } from './peek.ts';
import { readEvtx } from './read-evtx.ts';

/** How the lines of a file inside an archive are read. */
export interface MemberOptions {
  /** Name of the source that the events state. */
  readonly source: string;
  readonly format: FormatSetting;
  readonly zoneOffsetMinutes: number;
  readonly lineLimitBytes: number;
  readonly receivedMs: number;
  readonly ids: IdSource;
  /** How the bytes are cut into records; left out, their beginning tells. */
  readonly contentKind?: ContentKind;
  /** Spares records that nothing comes of from becoming events; left out, all of them do. */
  readonly openScreen?: OpenScreen;
}

/**
 * An event and the number of its record: of the line or JSON value in its file, from 1; in a Windows event log its
 * EventRecordID, which may stand in a file more than once.
 */
export interface NumberedEvent {
  readonly record: number;
  readonly event: Event;
}

/** Some events of a file, in the order of their records. */
export interface ReadBatch {
  readonly events: readonly NumberedEvent[];
  /** Records that were spared from becoming events. */
  readonly passed: number;
}

/** What the bytes of one file turned out to be. */
export interface MemberSummary {
  readonly format: string;
  readonly counts: ReadCounts;
  /** Why it was not read, or not to its end; null when it was. */
  readonly error: string | null;
}

/** Bytes that `auto` and the choice between lines and JSON values see before anything is read. */
const HEAD_BYTES = 65_536;

/**
 * Reads one file or member: yields events in the order of their records, and returns what it was. An error of the
 * bytes (broken gzip) does not throw: what came before it is kept, and the summary names it.
 */
export async function* readMember(
  named: { readonly path: string; readonly member: string | null; readonly bytes: Bytes },
  options: MemberOptions,
): AsyncGenerator<ReadBatch, MemberSummary> {
  const counter = new ParseCounter();
  const fileName = basename(named.member ?? named.path).replace(/\.gz$/i, '');
  const sensor = new LineSensor({ ...options, service: null, simulated: false, fileName, counter });
  let format = 'none';
  try {
    const { head, bytes } = await peek(named.bytes, HEAD_BYTES);
    const kind = options.contentKind ?? contentKindOf(head);
    if (kind.kind === 'unreadable') {
      await bytes[Symbol.asyncIterator]().return?.(undefined);
      return { format: 'binary', counts: counter.counts(), error: kind.reason };
    }
    if (kind.kind === 'evtx') {
      const records = new LineSensor({
        ...options,
        format: 'windows',
        service: null,
        simulated: false,
        fileName,
        counter,
      });
      const { receivedMs, openScreen = null } = options;
      const error = yield* readEvtx(bytes, { fileName, sensor: records, receivedMs, openScreen });
      return { format: counter.counts().read === 0 ? 'empty' : 'evtx', counts: counter.counts(), error };
    }
    yield* readRecords(kind.kind === 'utf-16' ? recode(bytes, kind.encoding) : bytes, kind, {
      sensor,
      options,
    });
    format = counter.counts().read === 0 ? 'empty' : sensor.format;
    return { format, counts: counter.counts(), error: null };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    return { format: sensor.format, counts: counter.counts(), error };
  }
}

async function* readRecords(
  bytes: Bytes,
  kind: Exclude<ContentKind, { readonly kind: 'unreadable' | 'evtx' }>,
  reading: { readonly sensor: LineSensor; readonly options: MemberOptions },
): AsyncGenerator<ReadBatch> {
  const { sensor, options } = reading;
  const { receivedMs, lineLimitBytes } = options;
  const common = { sensor, receivedMs, lineLimitBytes, isPrimed: options.format === 'auto' };
  const reader =
    kind.kind === 'json'
      ? new LineReader(new JsonFramer(kind.depth, lineLimitBytes), { ...common, openScreen: null })
      : new LineReader(new LineFramer(lineLimitBytes), { ...common, openScreen: options.openScreen ?? null });
  let skipBytes = kind.kind === 'utf-16' ? 0 : kind.skipBytes;
  for await (const chunk of bytes) {
    yield* reader.push(skipBytes > 0 ? chunk.subarray(skipBytes) : chunk);
    skipBytes = 0;
  }
  yield* reader.end();
  const joined = sensor.finish(receivedMs);
  if (joined.length > 0)
    yield { events: joined.map((event) => ({ record: reader.record, event })), passed: 0 };
}

/** UTF-16, as PowerShell writes redirected output, as UTF-8. */
async function* recode(bytes: Bytes, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
