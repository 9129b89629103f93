import { parseDisposition } from './disposition.ts';
import type { Field, MultipartFlags, ParsedBody, UploadedFile } from './parsed-body.ts';

/** What is found while a multipart body is read. */
interface Reading {
  readonly fields: Field[];
  readonly files: UploadedFile[];
  readonly partHeaders: Field[];
  readonly flags: MultipartFlags;
  error: string | null;
}

/** A part that can hold headers, or that is cut off, counts as one; more are an error. */
const PART_LIMIT = 1000;

/**
 * Reads multipart/form-data (RFC 7578, RFC 2046 §5.1) as strictly as ModSecurity: whatever two readers could
 * understand differently is read in the most likely way and flagged.
 */
export function parseMultipart(body: string, contentType: string): ParsedBody {
  const flags = noFlags();
  const reading: Reading = { fields: [], files: [], partHeaders: [], flags, error: null };
  const boundary = readBoundary(contentType, flags);
  if (boundary === null) reading.error = 'Multipart: no valid boundary in Content-Type';
  else readParts(body, boundary, reading);
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
function readBoundary(contentType: string, flags: MultipartFlags): string | null {
  const found = [...contentType.matchAll(/([;,\s])boundary([ \t]*)=([ \t]*)(?:"([^"]*)"|([^";,]*))/gi)];
  const [parameter] = found;
  if (parameter === undefined || found.length > 1) return null;
  const [, , before, after, quoted, bare] = parameter;
  const raw = quoted ?? bare?.trimEnd() ?? '';
  flags.missingSemicolon ||= !/;\s*$/.test(contentType.slice(0, parameter.index + 1));
  flags.boundaryQuoted = quoted !== undefined;
  flags.boundaryWhitespace = before !== '' || after !== '' || /\s/.test(raw);
  return raw === '' || raw.length > 256 ? null : raw;
}

/** Reads line by line; a delimiter is a line that begins with `--` and the boundary. */
function readParts(body: string, boundary: string, reading: Reading): void {
  const delimiter = `--${boundary}`;
  let partStart = -1;
  let parts = 0;
  let closed = false;
  let sawCrlf = false;
  let sawLf = false;
  for (let at = 0; at < body.length; ) {
    let end = body.indexOf('\n', at);
    if (end === -1) end = body.length;
    else if (end > at && body[end - 1] === '\r') sawCrlf = true;
    else sawLf = true;
    if (body.startsWith('--', at)) {
      const line = body.slice(at, end).trimEnd();
      if (line === delimiter || line === `${delimiter}--`) {
        if (partStart !== -1 && !closed) readPart(body.slice(partStart, at), reading);
        closed ||= line !== delimiter;
        partStart = end + 1;
        parts += 1;
        if (parts > PART_LIMIT) reading.error = `Multipart: more than ${PART_LIMIT} parts`;
        if (parts > PART_LIMIT) return;
      } else if (isBoundaryLike(line, delimiter)) reading.flags.unmatchedBoundary = true;
    } else if (partStart === -1 && end > at) reading.flags.dataBefore = true;
    else if (closed && /\S/.test(body.slice(at, end))) reading.flags.dataAfter = true;
    at = end + 1;
  }
  reading.flags.lfLine = sawLf;
  reading.flags.crlfLfLines = sawLf && sawCrlf;
  if (!closed) {
    if (partStart !== -1 && partStart < body.length) readPart(body.slice(partStart), reading);
    reading.error ??= 'Multipart: the final boundary is missing';
  }
}

/** A line that another reader could take for a delimiter. */
function isBoundaryLike(line: string, delimiter: string): boolean {
  return line.startsWith(delimiter) || /^--[\x21-\x7e]{20,}$/.test(line);
}

function readPart(part: string, reading: Reading): void {
  const split = /^\r?\n|\r?\n\r?\n/.exec(part);
  const head = split === null ? part : part.slice(0, split.index);
  const content = split === null ? '' : part.slice(split.index + split[0].length).replace(/\r?\n$/, '');
  const headers = readPartHeaders(head, reading.flags);
  const dispositionLine = headers.find((line) => /^content-disposition\s*:/i.test(line));
  const disposition = parseDisposition(dispositionLine?.slice(dispositionLine.indexOf(':') + 1) ?? '');
  if (split === null || disposition === null) {
    reading.flags.invalidPart = true;
    if (disposition === null) reading.error ??= 'Multipart: a part has no valid Content-Disposition';
  }
  if (disposition?.invalidQuoting) reading.flags.invalidQuoting = true;
  if (disposition?.missingSemicolon) reading.flags.missingSemicolon = true;
  const name = disposition?.name ?? '';
  for (const line of headers) reading.partHeaders.push([name, line]);
  if (disposition?.fileName == null) reading.fields.push([name, content]);
  else reading.files.push({ field: name, fileName: disposition.fileName, sizeBytes: content.length });
}

/** Header lines, folded ones joined with the one before them. */
function readPartHeaders(head: string, flags: MultipartFlags): readonly string[] {
  const headers: string[] = [];
  for (const line of head.split(/\r?\n/)) {
    if (line === '') continue;
    const previous = headers.at(-1);
    if (!/^[ \t]/.test(line)) {
      headers.push(line);
      if (!line.includes(':')) flags.invalidPart = true;
    } else if (previous === undefined) flags.invalidHeaderFolding = true;
    else {
      flags.headerFolding = true;
      headers[headers.length - 1] = `${previous} ${line.trim()}`;
    }
  }
  return headers;
}
