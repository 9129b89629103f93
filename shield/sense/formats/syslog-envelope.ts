import type { LineContext } from '../record.ts';
import { parseIsoTime, parseRfc3164Time } from '../time/index.ts';

/** Header of a syslog message, RFC 5424 §6.2 or RFC 3164 §4.1; absent parts are null. */
export interface SyslogEnvelope {
  readonly version: 'rfc5424' | 'rfc3164';
  /** PRI split as RFC 5424 §6.2.1 says: facility 0 to 23, severity 0 (emergency) to 7 (debug). */
  readonly facility: number | null;
  readonly severity: number | null;
  readonly timeMs: number | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly processId: string | null;
  readonly messageId: string | null;
  /** Structured data as `id.name`, RFC 5424 §6.3. */
  readonly data: { readonly [name: string]: string };
  readonly message: string;
}

interface Pri {
  readonly facility: number;
  readonly severity: number;
  readonly end: number;
}

/** `<PRI>` at the start: 0 to 191 without leading zeros beyond the one digit. Null when there is none. */
export function parsePri(text: string): Pri | null {
  if (text.charCodeAt(0) !== 60) return null;
  const close = text.indexOf('>');
  if (close < 2 || close > 4) return null;
  const digits = text.slice(1, close);
  const value = /^\d+$/.test(digits) ? Number(digits) : 192;
  return value > 191 ? null : { facility: value >> 3, severity: value & 7, end: close + 1 };
}

/** Null when the line has neither a PRI nor a timestamp of either RFC. */
export function parseSyslogEnvelope(line: string, context: LineContext): SyslogEnvelope | null {
  const pri = parsePri(line);
  const start = pri?.end ?? 0;
  if (pri !== null && line.charCodeAt(start) === 49 && line.charCodeAt(start + 1) === 32)
    return parse5424(line, start + 2, pri);
  return parse3164(line, start, { pri, context });
}

function parse5424(line: string, start: number, pri: Pri): SyslogEnvelope | null {
  const words: string[] = [];
  let at = start;
  for (let index = 0; index < 5; index += 1) {
    const end = line.indexOf(' ', at);
    if (end === -1) return null;
    words.push(line.slice(at, end));
    at = end + 1;
  }
  const [time = '-', host = '-', app = '-', processId = '-', messageId = '-'] = words;
  const timeMs = time === '-' ? null : parseIsoTime(time, 0);
  if (time !== '-' && timeMs === null) return null;
  const data = parseStructuredData(line, at);
  if (data === null) return null;
  const body = line.charCodeAt(data.end) === 32 ? line.slice(data.end + 1) : line.slice(data.end);
  return {
    version: 'rfc5424',
    facility: pri.facility,
    severity: pri.severity,
    timeMs,
    host: nil(host),
    app: nil(app),
    processId: nil(processId),
    messageId: nil(messageId),
    data: data.values,
    message: body.charCodeAt(0) === 0xfeff ? body.slice(1) : body,
  };
}

function nil(word: string): string | null {
  return word === '-' ? null : word;
}

/** `-` or `[id name="value" …]…`; in values `\"`, `\\` and `\]` are escapes (RFC 5424 §6.3.3). */
function parseStructuredData(
  line: string,
  start: number,
): { readonly values: { readonly [name: string]: string }; readonly end: number } | null {
  const values: { [name: string]: string } = {};
  if (line.charCodeAt(start) === 45) return { values, end: start + 1 };
  let at = start;
  if (line.charCodeAt(at) !== 91) return null;
  while (line.charCodeAt(at) === 91) {
    let id = '';
    for (at += 1; at < line.length && line.charCodeAt(at) !== 93; ) {
      const end = wordEnd(line, at);
      const word = line.slice(at, end);
      at = end;
      if (line.charCodeAt(at) === 61 && line.charCodeAt(at + 1) === 34) {
        const quoted = quotedValue(line, at + 2);
        if (quoted === null) return null;
        values[`${id}.${word}`] = quoted.text;
        at = quoted.end;
      } else if (word !== '') id = word;
      if (line.charCodeAt(at) === 32) at += 1;
      else if (line.charCodeAt(at) !== 93) return null;
    }
    if (at >= line.length) return null;
    at += 1;
  }
  return { values, end: at };
}

/** End of an SD-NAME: `=`, blank, `]` and `"` are not part of one. */
function wordEnd(line: string, start: number): number {
  let at = start;
  for (; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 61 || code === 32 || code === 93 || code === 34) break;
  }
  return at;
}

function quotedValue(line: string, start: number): { readonly text: string; readonly end: number } | null {
  let at = start;
  for (; at < line.length && line.charCodeAt(at) !== 34; at += 1) if (line.charCodeAt(at) === 92) at += 1;
  if (at >= line.length) return null;
  return { text: line.slice(start, at).replace(/\\(["\\\]])/g, '$1'), end: at + 1 };
}

/** `Mmm dd hh:mm:ss host tag[pid]: message`, also with an ISO time as rsyslog and journald write it to files. */
function parse3164(
  line: string,
  start: number,
  options: { readonly pri: Pri | null; readonly context: LineContext },
): SyslogEnvelope | null {
  const { pri, context } = options;
  const stamp = readStamp(line, start, context);
  if (stamp === null && pri === null) return null;
  const hostAt = stamp === null ? start : stamp.end + 1;
  const hostEnd = stamp === null ? -1 : line.indexOf(' ', hostAt);
  const host = hostEnd === -1 ? null : line.slice(hostAt, hostEnd);
  // Programs that write to the local socket leave the host out: then the first word is the tag.
  const isTag = host?.endsWith(':') === true || host?.endsWith(']:') === true;
  const tagAt = host === null || isTag ? hostAt : hostEnd + 1;
  const tag = readTag(line, tagAt);
  return {
    version: 'rfc3164',
    facility: pri?.facility ?? null,
    severity: pri?.severity ?? null,
    timeMs: stamp?.ms ?? null,
    host: isTag ? null : host,
    app: tag?.app ?? null,
    processId: tag?.processId ?? null,
    messageId: null,
    data: {},
    message: line.slice(tag?.end ?? tagAt),
  };
}

function readStamp(
  line: string,
  start: number,
  context: LineContext,
): { readonly ms: number; readonly end: number } | null {
  const code = line.charCodeAt(start);
  if (code >= 48 && code <= 57) {
    const end = line.indexOf(' ', start);
    const ms = end === -1 ? null : parseIsoTime(line.slice(start, end), context.zoneOffsetMinutes);
    return ms === null ? null : { ms, end };
  }
  const text = line.slice(start, start + 15);
  const ms = text.length < 15 ? null : parseRfc3164Time(text, context.receivedMs, context.zoneOffsetMinutes);
  return ms === null || line.charCodeAt(start + 15) !== 32 ? null : { ms, end: start + 15 };
}

const TAG = /^([A-Za-z0-9_./@()-]{1,64})(?:\[([^\]\s]{1,20})\])?: ?/;

function readTag(
  line: string,
  start: number,
): { readonly app: string; readonly processId: string | null; readonly end: number } | null {
  const match = TAG.exec(line.slice(start, start + 96));
  if (match === null) return null;
  return { app: match[1] ?? '', processId: match[2] ?? null, end: start + match[0].length };
}
