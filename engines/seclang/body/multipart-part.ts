import { parseDisposition } from './disposition.ts';
import {
  createField,
  type Field,
  type MultipartFlags,
  type PartHeader,
  type UploadedFile,
} from './parsed-body.ts';

/** What is found while a multipart body is read. */
export interface MultipartReading {
  readonly fields: Field[];
  readonly files: UploadedFile[];
  readonly partHeaders: PartHeader[];
  readonly flags: MultipartFlags;
  error: string | null;
}

/** Notes which ends of line the body uses where they matter: at delimiters and in headers of parts. */
export interface LineEnds {
  crlf: boolean;
  lf: boolean;
}

/** Where a line ends, and where the next one begins. */
export function endOfLine(text: string, at: number): { readonly end: number; readonly next: number } {
  const lineFeed = text.indexOf('\n', at);
  if (lineFeed === -1) return { end: text.length, next: text.length };
  const isCrlf = lineFeed > at && text.charCodeAt(lineFeed - 1) === 0x0d;
  return { end: isCrlf ? lineFeed - 1 : lineFeed, next: lineFeed + 1 };
}

/** Remembers how the line between `end` and `next` was ended. */
export function noteLineEnd(
  lineEnds: LineEnds,
  { end, next }: { readonly end: number; readonly next: number },
): void {
  if (next - end === 2) lineEnds.crlf = true;
  if (next - end === 1) lineEnds.lf = true;
}

/** Reads a part from behind its delimiter to the delimiter that follows, both offsets in `body`. */
export function readPart(
  body: string,
  { start, end }: { readonly start: number; readonly end: number },
  reading: MultipartReading,
  lineEnds: LineEnds,
): void {
  const part = body.slice(start, end);
  const { headers, contentStart } = readPartHeaders(part, reading, lineEnds);
  const dispositions = headers.filter((line) => /^content-disposition\s*:/i.test(line));
  const [line = ''] = dispositions;
  const disposition = parseDisposition(line.slice(line.indexOf(':') + 1));
  if (disposition.invalidQuoting) reading.flags.invalidQuoting = true;
  if (disposition.missingSemicolon) reading.flags.missingSemicolon = true;
  if (dispositions.length !== 1 || !disposition.isValid)
    refuse(reading, 'a part has no valid Content-Disposition');
  const content = contentStart === -1 ? null : contentOf(part, contentStart);
  if (content === null) refuse(reading, 'a part has no end of its headers');
  for (const header of headers) reading.partHeaders.push([disposition.name, header]);
  const text = content ?? '';
  if (disposition.fileName === null) reading.fields.push(createField(disposition.name, text));
  else
    reading.files.push({ field: disposition.name, fileName: disposition.fileName, sizeBytes: text.length });
}

function refuse(reading: MultipartReading, reason: string): void {
  reading.flags.invalidPart = true;
  reading.error ??= `Multipart: ${reason}`;
}

/** The content without the line end that belongs to the delimiter; null where even that is missing. */
function contentOf(part: string, start: number): string | null {
  if (start >= part.length) return null;
  if (!part.endsWith('\n')) return part.slice(start);
  const end = part.endsWith('\r\n') && part.length - 2 >= start ? part.length - 2 : part.length - 1;
  return part.slice(start, end);
}

/** Header lines, folded ones joined with the one before them; `contentStart` is -1 where no empty line ends them. */
function readPartHeaders(
  part: string,
  reading: MultipartReading,
  lineEnds: LineEnds,
): { readonly headers: readonly string[]; readonly contentStart: number } {
  const headers: string[] = [];
  for (let at = 0; at < part.length; ) {
    const line = endOfLine(part, at);
    noteLineEnd(lineEnds, line);
    if (line.end === at && line.next > at) return { headers, contentStart: line.next };
    readHeaderLine(part.slice(at, line.end), headers, reading);
    at = line.next;
  }
  return { headers, contentStart: -1 };
}

function readHeaderLine(line: string, headers: string[], reading: MultipartReading): void {
  const previous = headers.at(-1);
  if (/^[ \t]/.test(line)) {
    reading.flags.headerFolding = true;
    if (previous !== undefined) {
      headers[headers.length - 1] = `${previous} ${line.trim()}`;
      return;
    }
    reading.flags.invalidHeaderFolding = true;
    reading.error ??= 'Multipart: a part begins with a folded header';
  }
  headers.push(line);
  // A token and a colon (RFC 9110 §5.1); NUL ends a header in some readers.
  if (!/^[^\s:\0]+:/.test(line) || line.includes('\0')) refuse(reading, 'a part has an invalid header');
}
