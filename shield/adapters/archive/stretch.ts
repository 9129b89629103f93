import { type FileHandle, open } from 'node:fs/promises';
import { recogniseFormat, SAMPLE_LINES } from '../../sense/index.ts';
import { contentKindOf } from './content-kind.ts';
import { fileBytes } from './file-bytes.ts';
import { memberOptions, memberSteps, type ReadPathsOptions, type ReadStep } from './read-paths.ts';

/** Whole lines of a file: from the byte `start` to before the byte `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Formats in which no line needs one before it: others have headers, or records of several lines. */
const LINE_BY_LINE = ['json', 'combined'];

const HEAD_BYTES = 65_536;

/**
 * Cuts a large file into stretches of about `stretchBytes` that end at line ends, so that they can be read side by
 * side. One stretch, the whole, where the file is small, packed, or of a format whose lines hang together; so too when
 * it cannot be read, which its reader will say.
 */
export async function stretchesOf(
  path: string,
  sizeBytes: number,
  stretchBytes: number,
): Promise<readonly Stretch[]> {
  const whole = [{ start: 0, end: sizeBytes }];
  if (sizeBytes < 2 * stretchBytes) return whole;
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    if (!(await isLineByLine(file))) return whole;
    const ends: number[] = [];
    for (let at = stretchBytes; at < sizeBytes - stretchBytes / 2; at = (ends.at(-1) ?? at) + stretchBytes)
      ends.push(await lineEndAfter(file, at, sizeBytes));
    return [...new Set([...ends, sizeBytes])].map((end, index) => ({ start: ends[index - 1] ?? 0, end }));
  } catch {
    return whole;
  } finally {
    await file?.close();
  }
}

/** Reads one stretch as {@link stretchesOf} cut it; records are numbered from 1 within it. */
export async function* readStretch(
  path: string,
  stretch: Stretch,
  options: ReadPathsOptions,
): AsyncGenerator<ReadStep> {
  const skipBytes = stretch.start === 0 ? await markBytes(path) : 0;
  const bytes = fileBytes(path, stretch, options.onBytes);
  const member = { kind: 'bytes', member: null, bytes } as const;
  yield* memberSteps(path, member, {
    ...memberOptions(options),
    contentKind: { kind: 'lines', skipBytes },
  });
}

async function isLineByLine(file: FileHandle): Promise<boolean> {
  const head = await readAt(file, 0, HEAD_BYTES);
  if (head[0] === 0x1f && head[1] === 0x8b) return false;
  const kind = contentKindOf(head);
  if (kind.kind !== 'lines') return false;
  const lines = head.toString('utf8', kind.skipBytes).split(/\r?\n/).slice(0, SAMPLE_LINES);
  return LINE_BY_LINE.includes(recogniseFormat(lines, { receivedMs: 0, zoneOffsetMinutes: 0, fileName: '' }));
}

/** Offset behind the first line end at or after `at`. */
async function lineEndAfter(file: FileHandle, at: number, sizeBytes: number): Promise<number> {
  for (let from = at; from < sizeBytes; from += HEAD_BYTES) {
    const found = (await readAt(file, from, HEAD_BYTES)).indexOf(10);
    if (found !== -1) return from + found + 1;
  }
  return sizeBytes;
}

/** Length of the byte order mark of UTF-8, where there is one. */
async function markBytes(path: string): Promise<number> {
  const file = await open(path);
  try {
    const head = await readAt(file, 0, 3);
    return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, position);
  return buffer.subarray(0, bytesRead);
}
