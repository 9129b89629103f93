import type { RequestHead } from '@dejfa/seclang';
import type { Event, Fields } from '../model/index.ts';
import type { ExchangeEnd } from '../ports/index.ts';

/** What the gateway saw of one request, from its head to its end. */
export interface Exchange {
  readonly id: string;
  readonly startMs: number;
  readonly service: string;
  readonly head: RequestHead;
  readonly end: ExchangeEnd;
  /** First bytes of the body, kept only where something was found in the request. */
  readonly bodyExcerpt: string | null;
  /** What the rules came to, kept only where something was found: who blocks, in which phase, and the score. */
  readonly inspection?: {
    readonly ruleId: number | null;
    readonly phase: number | null;
    readonly score: number;
  } | null;
  readonly simulated: boolean;
}

/** A request to a guarded service as an event, with the field names of the Sigma web server taxonomy. */
export function eventOfExchange(exchange: Exchange, redactHeaders: ReadonlySet<string>): Event {
  const { id, startMs, service, head, end, simulated } = exchange;
  return {
    id,
    timeMs: startMs,
    receivedMs: startMs,
    source: 'gateway',
    format: 'gateway',
    logsource: { category: 'webserver', product: 'dejfa' },
    service,
    host: null,
    actor: { kind: 'address', value: head.clientAddress },
    fields: { ...fieldsOf(head, end), ...inspectionFields(exchange) },
    raw: rawOf(exchange, redactHeaders),
    simulated,
  };
}

function fieldsOf(head: RequestHead, end: ExchangeEnd): Fields {
  const question = head.target.indexOf('?');
  const { host, agent, referer } = namedHeaders(head);
  return {
    'c-ip': head.clientAddress,
    'cs-method': head.method,
    'c-uri': head.target,
    'cs-uri': head.target,
    'cs-uri-stem': question === -1 ? head.target : head.target.slice(0, question),
    'cs-uri-query': question === -1 ? '' : head.target.slice(question + 1),
    'cs-host': host,
    'cs-user-agent': agent,
    'c-useragent': agent,
    'cs-referer': referer,
    'cs-version': `HTTP/${head.httpVersion}`,
    'sc-status': end.status,
    'cs-bytes': end.requestBytes,
    'sc-bytes': end.responseBytes,
    'time-taken': Math.round(end.durationMs),
    ...(end.fault === undefined ? {} : { fault: end.fault }),
  };
}

function inspectionFields({ inspection }: Exchange): Fields | null {
  if (inspection === null || inspection === undefined) return null;
  return { 'waf-rule': inspection.ruleId, 'waf-phase': inspection.phase, 'waf-score': inspection.score };
}

/** The first value of each header that has a field of its own, empty where there is none; in one pass, as every request pays. */
function namedHeaders(head: RequestHead): { host: string; agent: string; referer: string } {
  let host: string | null = null;
  let agent: string | null = null;
  let referer: string | null = null;
  for (const [name, value] of head.headers) {
    switch (name.length) {
      case 4:
        if (host === null && name.toLowerCase() === 'host') host = value;
        break;
      case 7:
        if (referer === null && name.toLowerCase() === 'referer') referer = value;
        break;
      case 10:
        if (agent === null && name.toLowerCase() === 'user-agent') agent = value;
        break;
      default:
    }
  }
  return { host: host ?? '', agent: agent ?? '', referer: referer ?? '' };
}

/** The head as it came, and the excerpt of the body. The values of redacted headers are replaced by their length. */
function rawOf({ head, bodyExcerpt }: Exchange, redactHeaders: ReadonlySet<string>): string {
  const lines = head.headers.map(([name, value]) =>
    redactHeaders.has(name.toLowerCase())
      ? `${name}: [redacted, ${value.length} bytes]`
      : `${name}: ${value}`,
  );
  const top = [`${head.method} ${head.target} HTTP/${head.httpVersion}`, ...lines].join('\r\n');
  return bodyExcerpt === null ? top : `${top}\r\n\r\n${bodyExcerpt}`;
}
