import { crc32 } from 'node:zlib';
import type { ProblemLog } from './problem-log.ts';

/** Length of the header, before the first chunk ("File header"). */
export const FILE_HEADER_BYTES = 4096;

/** `ElfFile\0`, at the start of each file. */
const SIGNATURE = 'ElfFile\0';

const DIRTY = 1;

/** Whether these first bytes (8 are enough) are those of a Windows event log. */
export function isEvtx(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, SIGNATURE.length)).toString('latin1') === SIGNATURE;
}

/** Checks the header and reports what is wrong with it; nothing in it is needed to read the chunks. */
export function checkFileHeader(head: Buffer, log: ProblemLog): void {
  if (!isEvtx(head)) {
    log.report('evtx.not-evtx', 'The file does not begin with the signature of an event log', 0);
    return;
  }
  if (head.length < 128) return;
  const major = head.readUInt16LE(38);
  if (major !== 3) log.report('evtx.bad-header', `The format has the unknown version ${major}`, 36);
  if (crc32(head.subarray(0, 120)) !== head.readUInt32LE(124))
    log.report('evtx.bad-header', "The checksum of the file's header does not hold", 124);
  if ((head.readUInt32LE(120) & DIRTY) !== 0)
    log.report('evtx.dirty', 'The log was not closed: its header may be older than its chunks', 120);
}
