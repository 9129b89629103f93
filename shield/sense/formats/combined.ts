import { isAddress } from '../address.ts';
import {
  failure,
  type LineContext,
  type LineParser,
  type ParsedRecord,
  type ParseFailure,
} from '../record.ts';
import { parseClfTime } from '../time/index.ts';
import { closingQuote, unescapeLogValue } from './escapes.ts';
import { countOf, orNull, splitRequestLine, type WebProduct, webRecord } from './web-record.ts';

/**
 * Common and combined access logs, as nginx and Apache write them:
 * `client ident user [time] "request" status bytes` and then, in the combined form, `"referer" "user agent"`.
 * What follows is kept as `rest`. A scanner, not a regular expression: this is the format with the most lines.
 */
export function openCombined(product: WebProduct): LineParser {
  const clock = new StampCache();
  const prefix = product === null ? '' : `${product}-`;
  const names = { common: `${prefix}common`, combined: `${prefix}combined` };
  return { parse: (line, context) => parseCombined(line, { context, product, clock, names }) };
}

interface CombinedSetting {
  readonly context: LineContext;
  readonly product: WebProduct;
  readonly clock: StampCache;
  readonly names: { readonly common: string; readonly combined: string };
}

function parseCombined(line: string, setting: CombinedSetting): ParsedRecord | ParseFailure {
  const head = scanHead(line);
  if (typeof head === 'string') return failure(head);
  const timeMs = setting.clock.read(line.slice(head.timeStart, head.timeEnd), setting.context);
  if (timeMs === null) return failure('the time in […] is not like 10/Oct/2000:13:55:36 -0700');
  const statusStart = head.requestEnd + 2;
  const statusEnd = endOfWord(line, statusStart);
  const status = countOf(line.slice(statusStart, statusEnd));
  if (status === null && line.slice(statusStart, statusEnd) !== '-')
    return failure('no status code after the request');
  const bytesEnd = endOfWord(line, statusEnd + 1);
  const referer = quotedAt(line, bytesEnd + 1);
  const agent = referer === null ? null : quotedAt(line, referer.end + 1);
  const restAt = agent?.end ?? referer?.end ?? bytesEnd;
  const rest = restAt + 1 < line.length ? line.slice(restAt + 1) : null;
  const request = splitRequestLine(unescapeLogValue(line.slice(head.requestStart, head.requestEnd)));
  return webRecord(
    { format: agent === null ? setting.names.common : setting.names.combined, product: setting.product },
    {
      timeMs,
      client: line.slice(head.clientStart, head.clientEnd),
      user: orNull(line.slice(head.userStart, head.timeStart - 2)),
      method: request.method,
      target: request.target,
      protocol: request.protocol,
      status,
      bytes: countOf(line.slice(statusEnd + 1, bytesEnd)),
      referer: orNull(referer?.text),
      userAgent: orNull(agent?.text),
      host: head.clientStart === 0 ? null : line.slice(0, head.clientStart - 1).replace(/:\d{1,5}$/, ''),
    },
    rest === null ? null : { rest },
  );
}

interface Head {
  readonly clientStart: number;
  readonly clientEnd: number;
  readonly userStart: number;
  readonly timeStart: number;
  readonly timeEnd: number;
  readonly requestStart: number;
  readonly requestEnd: number;
}

/** Places of the parts up to the end of the request, or the reason why they are not there. */
function scanHead(line: string): Head | string {
  const clientStart = clientPlace(line);
  const clientEnd = line.indexOf(' ', clientStart);
  if (clientEnd <= 0) return 'no client address at the start';
  const identEnd = line.indexOf(' ', clientEnd + 1);
  if (identEnd === -1) return 'no user after the client address';
  const bracket = line.indexOf(' [', identEnd);
  if (bracket === -1) return 'no time in […]';
  const timeEnd = line.indexOf('] "', bracket);
  if (timeEnd === -1) return 'no request in "…" after the time';
  const requestEnd = closingQuote(line, timeEnd + 3);
  if (requestEnd === -1) return 'the quotes of the request are not closed';
  return {
    clientStart,
    clientEnd,
    userStart: identEnd + 1,
    timeStart: bracket + 2,
    timeEnd,
    requestStart: timeEnd + 3,
    requestEnd,
  };
}

/** Apache's `vhost_combined` has `host:port` before the client: then the second word, not the ident, is an address. */
function clientPlace(line: string): number {
  const second = line.indexOf(' ') + 1;
  if (second === 0 || line.charCodeAt(second) === 45) return 0;
  return isAddress(line.slice(second, endOfWord(line, second))) ? second : 0;
}

function endOfWord(line: string, start: number): number {
  const blank = line.indexOf(' ', start);
  return blank === -1 ? line.length : blank;
}

/** The value of the quotes that open at `start`, and the index after the closing one; null when none open there. */
function quotedAt(line: string, start: number): { readonly text: string; readonly end: number } | null {
  if (line.charCodeAt(start) !== 34) return null;
  const end = closingQuote(line, start + 1);
  return end === -1 ? null : { text: unescapeLogValue(line.slice(start + 1, end)), end: end + 1 };
}

/** Lines of one second carry the same stamp: the last one read is remembered. */
export class StampCache {
  #text = '';
  #zone = 0;
  #ms: number | null = null;

  read(text: string, context: LineContext): number | null {
    if (text !== this.#text || context.zoneOffsetMinutes !== this.#zone) {
      this.#text = text;
      this.#zone = context.zoneOffsetMinutes;
      this.#ms = parseClfTime(text, context.zoneOffsetMinutes);
    }
    return this.#ms;
  }
}
