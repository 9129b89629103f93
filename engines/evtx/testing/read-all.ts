import type { EvtxCounts, EvtxOptions, EvtxRecord } from '../api.ts';
import { EvtxReader } from '../file/reader.ts';
import { LineBuffer } from '../line/line-buffer.ts';
import { toJsonLine } from '../line/write-line.ts';
import { fieldsOf } from '../record.ts';
import { formatEvtxDiagnostic } from '../text/diagnostic.ts';

/** All that a file gives, by the compiled and by the plain way. */
export interface Reading {
  readonly records: readonly EvtxRecord[];
  /** By `toJsonLine`; null for a record that cannot be decoded. */
  readonly lines: readonly (string | null)[];
  /** By `fieldsOf`, as JSON would give them back. */
  readonly fields: readonly unknown[];
  readonly diagnostics: readonly string[];
  readonly counts: EvtxCounts;
}

/** Reads a file in pieces of `pieceBytes`. */
export function readAll(bytes: Uint8Array, options: EvtxOptions = {}, pieceBytes = bytes.length): Reading {
  const reader = new EvtxReader({ file: 'a.evtx', ...options });
  const into = new LineBuffer();
  const records: EvtxRecord[] = [];
  const lines: (string | null)[] = [];
  const fields: unknown[] = [];
  const take = (found: Iterable<EvtxRecord>): void => {
    for (const record of found) {
      into.clear();
      records.push(record);
      lines.push(toJsonLine(record, into) ? into.toString() : null);
      fields.push(JSON.parse(JSON.stringify(fieldsOf(record))));
    }
  };
  const step = Math.max(pieceBytes, 1);
  for (let at = 0; at < bytes.length; at += step) take(reader.push(bytes.subarray(at, at + step)));
  take(reader.end());
  const diagnostics = reader.diagnostics.map(formatEvtxDiagnostic);
  return { records, lines, fields, diagnostics, counts: reader.counts };
}
