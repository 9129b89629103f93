import type { Element } from '../binxml/node.ts';
import type { Plan } from '../line/plan.ts';
import { Damage } from './damage.ts';
import type { ProblemLog } from './problem-log.ts';

/** Length of a chunk with its header; offsets in binary XML count from its start ("Chunk"). */
export const CHUNK_BYTES = 65_536;

/** Where the records of a chunk begin. */
export const CHUNK_HEADER_BYTES = 512;

/**
 * Steps that decoding one chunk may take: nodes that are parsed or filled in. A chunk of a real log takes some twenty
 * thousand; one that was made to be slow is given up with a diagnostic.
 */
const WORK_LIMIT = 300_000;

/** JSON that one chunk may become: 256 times its own size. */
const OUTPUT_LIMIT_BYTES = 16_777_216;

/** The bytes of one chunk, and what was decoded of it so far. */
export interface Chunk {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Names by their offset. */
  readonly names: Map<number, string>;
  /** Template definitions by their offset, as trees with slots. */
  readonly templates: Map<number, readonly Element[]>;
  /** Compiled templates by their offset; null where the general way has to be taken. */
  readonly plans: Map<number, Plan | null>;
  readonly log: ProblemLog;
  readonly recordLimitBytes: number;
  work: number;
  outputBytes: number;
}

/** A chunk over `bytes`, which may be shorter than a whole one where the file is cut. */
export function createChunk(
  bytes: Buffer,
  offset: number,
  setting: { readonly log: ProblemLog; readonly recordLimitBytes: number },
): Chunk {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    offset,
    names: new Map(),
    templates: new Map(),
    plans: new Map(),
    log: setting.log,
    recordLimitBytes: setting.recordLimitBytes,
    work: WORK_LIMIT,
    outputBytes: OUTPUT_LIMIT_BYTES,
  };
}

/** Takes steps off what the chunk may still take. Throws {@link Damage} when there are none left. */
export function spendWork(chunk: Chunk, steps: number, at: number): void {
  chunk.work -= steps;
  if (chunk.work < 0) throw tooLarge('the chunk takes more steps to decode than any real one', at);
}

/** Throws {@link Damage} when a record has become longer than it may, or its chunk has. */
export function checkOutput(chunk: Chunk, bytes: number, at: number): void {
  if (bytes > chunk.recordLimitBytes)
    throw tooLarge(`the record is longer than ${chunk.recordLimitBytes} bytes when decoded`, at);
  if (bytes > chunk.outputBytes)
    throw tooLarge(`the chunk is longer than ${OUTPUT_LIMIT_BYTES} bytes when decoded`, at);
}

/** Takes the bytes of one record's JSON off what the chunk may still become. Throws {@link Damage}. */
export function spendOutput(chunk: Chunk, bytes: number, at: number): void {
  checkOutput(chunk, bytes, at);
  chunk.outputBytes -= bytes;
}

function tooLarge(message: string, at: number): Damage {
  return new Damage(message, at, 'evtx.too-large');
}
