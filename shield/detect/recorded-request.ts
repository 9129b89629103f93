import type { KnownRequest } from '@dejfa/seclang/exclusion';
import type { Event } from '../model/index.ts';

/** A request as far as its event keeps it. */
export interface RecordedRequest extends KnownRequest {
  /** Headers whose values are not kept; others of the same length stand in for them. */
  readonly redacted: readonly string[];
  readonly keptBytes: number;
  /** Bytes of the body as it came. */
  readonly totalBytes: number;
}

/** Longest value that stands in for one that is not kept. */
const FILLER_LIMIT = 8_192;

/** The request of an event of the gateway; null where what is kept is none, such as a refused fragment. */
export function readRecordedRequest(event: Event): RecordedRequest | null {
  if (event.format !== 'gateway') return null;
  const end = event.raw.indexOf('\r\n\r\n');
  const [line = '', ...fields] = (end === -1 ? event.raw : event.raw.slice(0, end)).split('\r\n');
  const parsed = /^(\S+) ([\s\S]*) HTTP\/(\d(?:\.\d)?)$/.exec(line);
  if (parsed === null) return null;
  const [, method = '', target = '', httpVersion = ''] = parsed;
  const headers = fields.map(readField);
  const body = Buffer.from(end === -1 ? '' : event.raw.slice(end + 4), 'latin1');
  const clientAddress = event.actor?.kind === 'address' ? event.actor.value : '';
  const places = { clientPort: 49_152, serverAddress: '127.0.0.1', serverPort: 80 };
  return {
    head: {
      method,
      target,
      httpVersion,
      headers: headers.map(({ field }) => field),
      clientAddress,
      ...places,
    },
    body,
    redacted: headers.filter(({ redacted }) => redacted).map(({ field }) => field[0]),
    keptBytes: body.length,
    totalBytes: Math.max(body.length, Number(event.fields['cs-bytes'] ?? 0) || 0),
  };
}

function readField(line: string): { readonly field: readonly [string, string]; readonly redacted: boolean } {
  const colon = line.indexOf(': ');
  const [name, value] = colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 2)];
  const bytes = /^\[redacted, (\d{1,9}) bytes\]$/.exec(value)?.[1];
  if (bytes === undefined) return { field: [name, value], redacted: false };
  return { field: [name, 'x'.repeat(Math.min(Number(bytes), FILLER_LIMIT))], redacted: true };
}
