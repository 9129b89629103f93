import { endOfLine, type LineEnds, type MultipartReading, noteLineEnd, readPart } from './multipart-part.ts';
import type { MultipartFlags, ParsedBody } from './parsed-body.ts';

/** A part that can hold headers, or that is cut off, counts as one; more are an error. */
const PART_LIMIT = 1000;

/** Characters that a boundary may have (RFC 2046 §5.1.1), which ends with none of them a space. */
const BOUNDARY = /^[A-Za-z0-9'()+_,\-./:=? ]*[A-Za-z0-9'()+_,\-./:=?]$/;
const LONGEST_BOUNDARY = 256;

/**
 * Reads multipart/form-data (RFC 7578, RFC 2046 §5.1) as strictly as ModSecurity: whatever two readers could
 * understand differently is read in the most likely way and flagged, and where ModSecurity would not read on it is an
 * error too.
 */
export function parseMultipart(body: string, contentType: string): Omit<ParsedBody, 'names'> {
  const flags = noFlags();
  const reading: MultipartReading = { fields: [], files: [], partHeaders: [], flags, error: null };
  const boundary = readBoundary(contentType, reading);
  if (boundary === null) reading.error = 'Multipart: no valid boundary in Content-Type';
  else readParts(body, `--${boundary}`, reading);
  return reading;
}

function noFlags(): MultipartFlags {
  return {
    boundaryQuoted: false,
    boundaryWhitespace: false,
    dataBefore: false,
    dataAfter: false,
    headerFolding: false,
    invalidHeaderFolding: false,
    lfLine: false,
    crlfLfLines: false,
    missingSemicolon: false,
    invalidQuoting: false,
    invalidPart: false,
    unmatchedBoundary: false,
  };
}

/** The boundary parameter, at most 256 characters; null where there is none or several. */
function readBoundary(contentType: string, reading: MultipartReading): string | null {
  const found = [
    ...contentType.matchAll(/([;,\s])(boundary)([ \t]*)=([ \t]*)(?:"([^"]*)"([^;]*)|([^;]*))/gi),
  ];
  const [parameter] = found;
  if (parameter === undefined || found.length > 1) return null;
  const [, , name, before, after, quoted, behind = '', bare = ''] = parameter;
  const { flags } = reading;
  const written = quoted ?? bare;
  const boundary = quoted ?? bare.trimEnd();
  const separator = contentType.slice(0, parameter.index + 1);
  if (!/;\s*$/.test(separator)) flags.missingSemicolon = true;
  flags.boundaryQuoted = quoted !== undefined;
  flags.boundaryWhitespace = before !== '' || after !== '' || /\s/.test(written);
  if (boundary === '' || boundary.length > LONGEST_BOUNDARY) return null;
  const isUsual =
    name === 'boundary' && BOUNDARY.test(written) && behind.trim() === '' && !/,\s*$/.test(separator);
  if (!isUsual) reading.error = 'Multipart: an unusual boundary in Content-Type';
  return boundary;
}

/** Where the reading of a body stands. */
interface Progress {
  readonly delimiter: string;
  readonly lineEnds: LineEnds;
  /** Where the part under way begins; -1 before the first. */
  partStart: number;
  parts: number;
  closed: boolean;
}

/** Reads line by line; a delimiter is a line that begins with `--` and the boundary. */
function readParts(body: string, delimiter: string, reading: MultipartReading): void {
  const progress: Progress = {
    delimiter,
    lineEnds: { crlf: false, lf: false },
    partStart: -1,
    parts: 0,
    closed: false,
  };
  for (let at = 0; at < body.length && progress.parts <= PART_LIMIT; ) {
    const line = endOfLine(body, at);
    const isDelimiter = body.startsWith('--', at) && readDelimiter(body, { at, ...line }, progress, reading);
    if (!isDelimiter && progress.closed) reading.flags.dataAfter = true;
    else if (!isDelimiter && progress.partStart === -1) reading.flags.dataBefore = true;
    at = line.next;
  }
  const { crlf, lf } = progress.lineEnds;
  reading.flags.lfLine = lf;
  reading.flags.crlfLfLines = lf && crlf;
  if (progress.parts > PART_LIMIT) reading.error = `Multipart: more than ${PART_LIMIT} parts`;
  else if (!progress.closed) {
    const start = progress.partStart;
    if (start !== -1 && start < body.length)
      readPart(body, { start, end: body.length }, reading, progress.lineEnds);
    reading.error ??= 'Multipart: the final boundary is missing';
  }
}

/** Reads a line that begins with `--`; false where it is no delimiter. */
function readDelimiter(
  body: string,
  line: { readonly at: number; readonly end: number; readonly next: number },
  progress: Progress,
  reading: MultipartReading,
): boolean {
  const written = body.slice(line.at, line.end);
  const { delimiter } = progress;
  if (!written.startsWith(delimiter)) {
    // A long word behind two dashes is what boundaries look like.
    if (/^--[\x21-\x7e]{20,}$/.test(written)) reading.flags.unmatchedBoundary = true;
    return false;
  }
  const tail = written.slice(delimiter.length);
  const isFinal = tail.trimEnd() === '--';
  if (tail !== '' && tail !== '--') {
    reading.flags.unmatchedBoundary = true;
    reading.error ??= 'Multipart: a line begins with the boundary and goes on';
    // White space behind a boundary is padding to some readers.
    if (tail.trim() !== '' && !isFinal) return false;
  }
  noteLineEnd(progress.lineEnds, line);
  if (progress.closed) return false;
  if (progress.partStart !== -1)
    readPart(body, { start: progress.partStart, end: line.at }, reading, progress.lineEnds);
  progress.closed = isFinal;
  progress.partStart = line.next;
  progress.parts += 1;
  return true;
}
