import { crc32 } from 'node:zlib';
import { isTableName, type TablePart } from '../../record/index.ts';

/** `DJF1`: the format of a frame, big-endian. */
const MAGIC = 0x444a_4631;
const HEAD_BYTES = 12;

/**
 * One batch as a frame of the journal: magic, u32 length of the payload, u32 CRC-32 (of the length and the payload),
 * the payload. The checksum tells a frame that was cut by a crash from a whole one.
 */
export function encodeFrame(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(MAGIC, 0);
  head.writeUInt32BE(payload.length, 4);
  head.writeUInt32BE(crc32(payload, crc32(head.subarray(4, 8))), 8);
  return Buffer.concat([head, payload]);
}

/** What of a journal can be read again. */
export interface JournalScan {
  /** Payloads of the whole frames, oldest first. */
  readonly payloads: readonly Uint8Array[];
  /** Length of the whole frames; what follows was cut or damaged. */
  readonly validBytes: number;
  /** `cut`: the last frame is incomplete, as a crash leaves it. `damaged`: its bytes are not what was written. */
  readonly end: 'whole' | 'cut' | 'damaged';
}

/** Reads frames up to the first one that is not whole. Never throws. */
export function scanFrames(bytes: Uint8Array): JournalScan {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const payloads: Uint8Array[] = [];
  let offset = 0;
  while (offset < view.length) {
    const rest = view.length - offset;
    if (rest < HEAD_BYTES) return { payloads, validBytes: offset, end: 'cut' };
    if (view.readUInt32BE(offset) !== MAGIC) return { payloads, validBytes: offset, end: 'damaged' };
    const length = view.readUInt32BE(offset + 4);
    if (rest - HEAD_BYTES < length) return { payloads, validBytes: offset, end: 'cut' };
    const payload = view.subarray(offset + HEAD_BYTES, offset + HEAD_BYTES + length);
    const sum = crc32(payload, crc32(view.subarray(offset + 4, offset + 8)));
    if (sum !== view.readUInt32BE(offset + 8)) return { payloads, validBytes: offset, end: 'damaged' };
    payloads.push(payload);
    offset += HEAD_BYTES + length;
  }
  return { payloads, validBytes: offset, end: 'whole' };
}

/** The parts of a batch as one payload: u32 length of a JSON list `[{table, rows, bytes}]`, the list, the bodies. */
export function encodePayload(parts: readonly TablePart[]): Buffer {
  const list = parts.map(({ table, rows, body }) => ({ table, rows, bytes: body.length }));
  const json = Buffer.from(JSON.stringify(list));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length, 0);
  return Buffer.concat([head, json, ...parts.map((part) => part.body)]);
}

interface PartHead {
  readonly table: unknown;
  readonly rows: number;
  readonly bytes: number;
}

/** Throws RangeError when the payload names a table that does not exist (it passed its checksum: a newer program). */
export function decodePayload(payload: Uint8Array): readonly TablePart[] {
  const view = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const jsonBytes = view.readUInt32BE(0);
  const heads = JSON.parse(view.toString('utf8', 4, 4 + jsonBytes)) as readonly PartHead[];
  let offset = 4 + jsonBytes;
  return heads.map(({ table, rows, bytes }) => {
    if (!isTableName(table)) throw new RangeError(`the journal names an unknown table: ${String(table)}`);
    const body = view.subarray(offset, offset + bytes);
    offset += bytes;
    return { table, rows, body };
  });
}
